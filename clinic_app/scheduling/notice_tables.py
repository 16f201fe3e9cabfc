"""What patients are told of their visits: each change that is to be told, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, within_clinic


class PatientNotice(ClinicOwnedNow, table=True):
    """That a visit changed and its patient is to be told; then how, or why not.

    `was_…` is how the visit stood when its patient last knew: empty for one they know nothing
    of. While it waits, further changes join it, so that there and back again says nothing.
    """

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="patient_notice_appointment"),
        within_clinic("was_practitioner_id", "practitioner", name="patient_notice_practitioner"),
        CheckConstraint(
            "outcome IN ('', 'told', 'same', 'past', 'no_contact', 'no_consent', 'dropped')",
            name="patient_notice_outcome",
        ),
        CheckConstraint("(ended_at IS NULL) = (outcome = '')", name="patient_notice_ended"),
        CheckConstraint("channel IN ('', 'mail', 'text')", name="patient_notice_channel"),
        Index(
            "patient_notice_waiting",
            *("organization_id", "appointment_id"),
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        Index("patient_notice_of", "organization_id", "appointment_id", "created_at"),
    )

    appointment_id: UUID
    was_status: str = ""
    was_starts_at: datetime | None = Field(default=None, sa_type=INSTANT)
    was_ends_at: datetime | None = Field(default=None, sa_type=INSTANT)
    was_practitioner_id: UUID | None = None
    was_zone: str = ""  # the clinic's then, by whose clock the patient was told
    due_at: datetime = Field(sa_type=INSTANT)
    ended_at: datetime | None = Field(default=None, sa_type=INSTANT)
    outcome: str = ""
    deed: str = ""  # booked, moved, changed, cancelled or entry (see `notice_rules`)
    channel: str = ""
    message_id: UUID | None = None  # in `mail` or `text_message`, which know whether it left
