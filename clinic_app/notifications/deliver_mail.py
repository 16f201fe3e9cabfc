"""The job that carries one email out of the outbox."""

import logging
from uuid import UUID

from procrastinate import JobContext
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.jobs.queue import job
from clinic_app.jobs.retries import is_last_try
from clinic_app.kit.clock import now
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.notifications.choose_sender import choose_sender
from clinic_app.notifications.ports import Letter, SendFailed
from clinic_app.notifications.tables import Mail

log = logging.getLogger(__name__)

DELIVER_MAIL = "deliver-mail"


@job(DELIVER_MAIL)
async def deliver_mail(context: JobContext, mail_id: str, organization_id: str = "") -> None:
    """Send one mail, once; raises SendFailed when the queue shall come back to it."""
    sender = choose_sender()
    async with transaction() as session:
        # The lock makes a second worker wait and then find the mail already sent.
        query = select(Mail).where(col(Mail.id) == UUID(mail_id)).with_for_update()
        mail = (await session.execute(query)).scalar_one_or_none()
        if mail is None or mail.sent_at is not None or mail.failed_at is not None:
            return
        letter = Letter(mail.id, mail.recipient, mail.subject, mail.body, mail.calendar)
        try:
            await sender.send(letter)
        except SendFailed as failure:
            if not failure.permanent and not is_last_try(context.job.attempts):
                raise
            log.error("gave up on mail %s: %s", mail_id, failure)
            mail.failed_at, mail.failure = now(), str(failure)
        else:
            mail.sent_at = now()
        if not sender.keeps_copies:
            mail.body = mail.calendar = ""  # its links are keys; nobody needs them any more
        if organization_id:
            await announce(session, UUID(organization_id), Topic.MESSAGES)
