"""What booking obeys and keeps: the clinic's rules, numbered places, holds, group sessions."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, Table, within_clinic
from clinic_app.scheduling.booking_limits import (
    DEFAULT_HOLD,
    FARTHEST_DAYS,
    LONGEST_HOLD,
    LONGEST_NOTICE,
)


class BookingRules(ClinicOwnedNow, table=True):
    """A clinic's rules of booking; without a row, the defaults. Services may have their own."""

    __table_args__ = (
        UniqueConstraint("organization_id", name="booking_rules_once"),
        CheckConstraint(
            f"notice_minutes BETWEEN 0 AND {LONGEST_NOTICE}", name="booking_rules_notice"
        ),
        CheckConstraint(f"ahead_days BETWEEN 1 AND {FARTHEST_DAYS}", name="booking_rules_ahead"),
        CheckConstraint("tells IN ('linked', 'everybody', 'nobody')", name="booking_rules_tells"),
        CheckConstraint(f"hold_minutes BETWEEN 1 AND {LONGEST_HOLD}", name="booking_rules_hold"),
    )

    notice_minutes: int = 0
    ahead_days: int = FARTHEST_DAYS
    hold_minutes: int = DEFAULT_HOLD
    tells: str = "linked"  # which patients are told when staff change a visit


class SetupVersion(Table, table=True):
    """Which state of a clinic's set-up is the newest: services, people, rooms, hours, rules.

    Written by triggers (see the migrations) with each change of what free times depend on.
    """

    organization_id: UUID = Field(primary_key=True, foreign_key="organization.id")
    version: UUID


class SlotHold(ClinicOwnedNow, table=True):
    """That somebody keeps a time while they fill in a form. Its rows in `reservation` say what."""

    __table_args__ = (
        within_clinic("service_id", "service", name="slot_hold_service"),
        within_clinic("practitioner_id", "practitioner", name="slot_hold_practitioner"),
        within_clinic("room_id", "room", name="slot_hold_room"),
        within_clinic("session_id", "group_session", name="slot_hold_session"),
        CheckConstraint("starts_at < ends_at", name="slot_hold_order"),
        Index(
            "slot_hold_live",
            *("organization_id", "starts_at"),
            postgresql_where="released_at IS NULL",
        ),
    )

    service_id: UUID
    practitioner_id: UUID
    room_id: UUID | None = None
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    expires_at: datetime = Field(sa_type=INSTANT)
    released_at: datetime | None = Field(default=None, sa_type=INSTANT)
    held_by: str  # as calendars name them: Emily Rodriguez
    member_id: UUID
    session_id: UUID | None = None  # of a seat in a group: then a numbered place says so


class GroupSession(ClinicOwnedNow, table=True):
    """One time at which several patients share a practitioner and a room, with seats."""

    __table_args__ = (
        within_clinic("service_id", "service", name="group_session_service"),
        within_clinic("practitioner_id", "practitioner", name="group_session_practitioner"),
        within_clinic("room_id", "room", name="group_session_room"),
        CheckConstraint("starts_at < ends_at", name="group_session_order"),
        CheckConstraint("seats BETWEEN 2 AND 200", name="group_session_seats"),
        Index(
            "group_session_live",
            *("organization_id", "service_id", "starts_at"),
            postgresql_where="released_at IS NULL",
        ),
        Index("group_session_by_time", "organization_id", "starts_at"),
    )

    service_id: UUID
    practitioner_id: UUID
    room_id: UUID | None = None
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    seats: int
    released_at: datetime | None = Field(default=None, sa_type=INSTANT)
    expires_at: datetime | None = Field(default=None, sa_type=INSTANT)  # while only holds sit in it


class NumberedPlace(ClinicOwnedNow, table=True):
    """One of the visits that a practitioner or a service may have on a day, or a group's seat.

    A cap is a number of places. Of two who want the last one, the unique index lets one have it.
    """

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="numbered_place_appointment"),
        within_clinic("hold_id", "slot_hold", name="numbered_place_hold"),
        CheckConstraint("num_nonnulls(appointment_id, hold_id) = 1", name="numbered_place_for_one"),
        CheckConstraint("number >= 1", name="numbered_place_number"),
        Index(
            "numbered_place_once",
            *("organization_id", "owner_id", "day", "number"),
            unique=True,
            postgresql_where="released_at IS NULL",
        ),
        Index("numbered_place_of", "organization_id", "appointment_id"),
        Index(
            "numbered_place_of_hold",
            *("organization_id", "hold_id"),
            postgresql_where="hold_id IS NOT NULL",
        ),
    )

    owner_id: UUID  # a practitioner, a service or a group session
    day: date  # on the clinic's wall
    number: int
    appointment_id: UUID | None = None
    hold_id: UUID | None = None  # a seat that somebody keeps while they fill in a form
    expires_at: datetime | None = Field(default=None, sa_type=INSTANT)  # of a hold
    released_at: datetime | None = Field(default=None, sa_type=INSTANT)
