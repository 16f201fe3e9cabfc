"""The waiting list: who waits for what, times that became free, and to whom they are offered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwned, ClinicOwnedNow, within_clinic

DEFAULT_ANSWER, LONGEST_ANSWER = 30, 1440  # minutes


class WaitingRules(ClinicOwnedNow, table=True):
    """How a clinic offers freed times; without a row, the defaults."""

    __table_args__ = (
        UniqueConstraint("organization_id", name="waiting_rules_once"),
        CheckConstraint(
            f"answer_minutes BETWEEN 5 AND {LONGEST_ANSWER}", name="waiting_rules_answer"
        ),
    )

    answer_minutes: int = DEFAULT_ANSWER
    by_itself: bool = True  # offer freed times without anybody's click


class WaitingEntry(ClinicOwnedNow, table=True):
    """That a patient waits for a service. Ended with why, never deleted."""

    __table_args__ = (
        within_clinic("patient_id", "patient", name="waiting_entry_patient"),
        within_clinic("service_id", "service", name="waiting_entry_service"),
        CheckConstraint("priority BETWEEN 0 AND 2", name="waiting_entry_priority"),
        CheckConstraint("ended_why IN ('', 'booked', 'removed')", name="waiting_entry_ended_why"),
        Index(
            "waiting_entry_once",
            *("organization_id", "patient_id", "service_id"),
            unique=True,
            postgresql_where="ended_at IS NULL",
        ),
        Index(
            "waiting_entry_live",
            *("organization_id", "service_id", "created_at"),
            postgresql_where="ended_at IS NULL",
        ),
    )

    patient_id: UUID
    service_id: UUID
    # [weekday from Monday, "09:00", "12:00"], in wall time; none: at any time
    windows: list[list[Any]] = Field(default_factory=list[list[Any]], sa_type=JSONB)
    until: date | None = None  # the last day that is of use
    note: str = ""
    priority: int = Field(default=0, sa_type=SmallInteger)  # 0 usual, 1 soon, 2 urgent
    created_by: UUID
    ended_at: datetime | None = Field(default=None, sa_type=INSTANT)
    ended_why: str = ""


class WaitingPractitioner(ClinicOwned, table=True):
    """Whom somebody waits for; an entry with none listed takes anybody who gives the service."""

    __table_args__ = (
        within_clinic("waiting_id", "waiting_entry", name="waiting_practitioner_entry"),
        within_clinic("practitioner_id", "practitioner", name="waiting_practitioner_who"),
        UniqueConstraint(
            *("organization_id", "waiting_id", "practitioner_id"),
            name="waiting_practitioner_once",
        ),
    )

    waiting_id: UUID
    practitioner_id: UUID


class FreedTime(ClinicOwnedNow, table=True):
    """That a practitioner's time became free while somebody was waiting."""

    __table_args__ = (
        within_clinic("practitioner_id", "practitioner", name="freed_time_practitioner"),
        CheckConstraint("starts_at < ends_at", name="freed_time_order"),
    )

    practitioner_id: UUID
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)


class SlotOffer(ClinicOwnedNow, table=True):
    """A time that is held for somebody who waits, until they answer or the time to is over."""

    __table_args__ = (
        within_clinic("waiting_id", "waiting_entry", name="slot_offer_waiting"),
        within_clinic("freed_id", "freed_time", name="slot_offer_freed"),
        within_clinic("practitioner_id", "practitioner", name="slot_offer_practitioner"),
        within_clinic("hold_id", "slot_hold", name="slot_offer_hold"),
        within_clinic("appointment_id", "appointment", name="slot_offer_appointment"),
        CheckConstraint(
            "state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')",
            name="slot_offer_state",
        ),
        Index("slot_offer_token", "organization_id", "token_hash", unique=True),
        Index(
            "slot_offer_once_open",
            *("organization_id", "waiting_id"),
            unique=True,
            postgresql_where="state = 'open'",
        ),
        Index("slot_offer_of", "organization_id", "waiting_id", "created_at"),
        Index(
            "slot_offer_of_freed",
            *("organization_id", "freed_id"),
            postgresql_where="freed_id IS NOT NULL",
        ),
    )

    waiting_id: UUID
    freed_id: UUID | None = None  # None: staff offered it by hand
    practitioner_id: UUID
    hold_id: UUID
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    token_hash: bytes
    expires_at: datetime = Field(sa_type=INSTANT)
    sent_by: str = ""  # mail, text, or nothing: then somebody calls
    state: str = "open"
    answered_at: datetime | None = Field(default=None, sa_type=INSTANT)
    answered_by: UUID | None = None
    appointment_id: UUID | None = None
    made_by: UUID
