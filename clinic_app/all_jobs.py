"""Imports what every room has a worker do, so that workers know it; nothing else."""

from clinic_app.jobs import resume_stalled
from clinic_app.notifications import deliver_mail, deliver_text
from clinic_app.pathways import offer_jobs, tell_changes
from clinic_app.people.accounts import forget_old_tries
from clinic_app.people.api_keys import forget_old_answers
from clinic_app.scheduling.holding import release_hold

__all__ = [
    "deliver_mail",
    "deliver_text",
    "forget_old_answers",
    "forget_old_tries",
    "offer_jobs",
    "release_hold",
    "resume_stalled",
    "tell_changes",
]
