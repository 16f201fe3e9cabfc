"""Booking from outside: its settings, codes under way, patients' links, calendar feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwned, ClinicOwnedNow, within_clinic
from clinic_app.scheduling.tables import COLOURS

_COLOUR_CHECK = "colour IN ({})".format(", ".join(f"'{colour}'" for colour in COLOURS))


class PublicBooking(ClinicOwned, table=True):
    """How a clinic lets patients book by themselves: one row a clinic, none before it is set."""

    __table_args__ = (
        UniqueConstraint("organization_id", name="public_booking_once"),
        CheckConstraint(_COLOUR_CHECK, name="public_booking_colour"),
        CheckConstraint("notice_hours BETWEEN 0 AND 720", name="public_booking_notice"),
        CheckConstraint("days_ahead BETWEEN 1 AND 365", name="public_booking_ahead"),
        CheckConstraint("most_visits BETWEEN 1 AND 20", name="public_booking_most"),
        CheckConstraint("cancel_hours BETWEEN 0 AND 720", name="public_booking_cancel"),
    )

    is_open: bool = False
    colour: str = "teal"
    policy: str = ""
    phone: str = ""  # E.164; "call us"
    notice_hours: int = 2
    days_ahead: int = 60
    most_visits: int = 2  # to come, at once, booked by one phone or mail address
    cancel_hours: int = 24  # from then on a patient has to call
    origins: str = ""  # sites that may show the page in a frame, separated by spaces
    feeds_name_patients: bool = False  # else initials


class PublicService(ClinicOwned, table=True):
    """That a service is shown to patients: to be booked online, or to be called about."""

    __table_args__ = (
        within_clinic("service_id", "service", name="public_service_service"),
        UniqueConstraint("organization_id", "service_id", name="public_service_once"),
        CheckConstraint("shown IN ('online', 'call')", name="public_service_shown"),
    )

    service_id: UUID
    shown: str = "online"


class BookingCode(ClinicOwnedNow, table=True):
    """A code sent to a phone or mail address. Keyed hashes only; minutes, a few tries, once."""

    __table_args__ = (Index("booking_code_by_end", "organization_id", "expires_at"),)

    code_hash: bytes = Field(sa_type=LargeBinary)
    contact_hash: bytes = Field(sa_type=LargeBinary)
    tries: int = 0
    expires_at: datetime = Field(sa_type=INSTANT)
    used_at: datetime | None = Field(default=None, sa_type=INSTANT)


class VisitLink(ClinicOwnedNow, table=True):
    """A patient's private way to one visit. Only the token's SHA-256 is kept."""

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="visit_link_appointment"),
        Index("visit_link_token", "organization_id", "token_hash", unique=True),
        Index("visit_link_of", "organization_id", "appointment_id"),
        Index("visit_link_by_contact", "organization_id", "contact_hash"),
    )

    appointment_id: UUID
    token_hash: bytes = Field(sa_type=LargeBinary)
    contact_hash: bytes | None = Field(default=None, sa_type=LargeBinary)  # whoever booked online
    made_by: UUID
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)


class CalendarFeed(ClinicOwnedNow, table=True):
    """A practitioner's visits for another calendar program. Only the token's SHA-256 is kept."""

    __table_args__ = (
        within_clinic("practitioner_id", "practitioner", name="calendar_feed_practitioner"),
        within_clinic("made_by", "member", name="calendar_feed_member"),
        Index("calendar_feed_token", "organization_id", "token_hash", unique=True),
        Index("calendar_feed_of", "organization_id", "practitioner_id"),
    )

    practitioner_id: UUID
    token_hash: bytes = Field(sa_type=LargeBinary)
    made_by: UUID
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)
