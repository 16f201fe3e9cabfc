"""Registrations that may be of somebody who is a patient already."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, within_clinic


class PossibleDuplicate(ClinicOwnedNow, table=True):
    """That a patient who registered by themselves may be another one; and what the desk said.

    `same`: the registration went into the other patient's, which also says where its old
    address leads. Nobody outside is ever told of either.
    """

    __table_args__ = (
        within_clinic("patient_id", "patient", name="possible_duplicate_patient"),
        within_clinic("other_id", "patient", name="possible_duplicate_other"),
        UniqueConstraint(
            *("organization_id", "patient_id", "other_id"), name="possible_duplicate_once"
        ),
        CheckConstraint("patient_id <> other_id", name="possible_duplicate_of_two"),
        CheckConstraint("answer IN ('', 'same', 'another')", name="possible_duplicate_answer"),
        CheckConstraint(
            "(answered_at IS NULL) = (answer = '')", name="possible_duplicate_answered"
        ),
        Index("possible_duplicate_of", "organization_id", "other_id"),
        Index(
            "possible_duplicate_open",
            *("organization_id", "created_at"),
            postgresql_where="answered_at IS NULL",
        ),
    )

    patient_id: UUID  # the new registration
    other_id: UUID  # whom it may be
    reasons: str  # "Same birth date and a similar name"
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=INSTANT)
    answered_by: UUID | None = None
