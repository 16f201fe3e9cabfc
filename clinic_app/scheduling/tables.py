"""What a visit needs: practitioners and their hours, services, rooms, devices."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwned, ClinicOwnedNow, within_clinic

COLOURS = ("teal", "blue", "violet", "green", "amber", "red", "slate")
_COLOUR_CHECK = "colour IN ({})".format(", ".join(f"'{colour}'" for colour in COLOURS))


def _name_once(table: str) -> Index:
    """Let no two that are in use have one name."""
    return Index(
        *(f"{table}_name_once", "organization_id", text("lower(name)")),
        unique=True,
        postgresql_where="archived_at IS NULL",
    )


class Practitioner(ClinicOwnedNow, table=True):
    """Somebody who sees patients; linked to a member, or not (a visiting doctor)."""

    __table_args__ = (
        within_clinic("member_id", "member", name="practitioner_member"),
        UniqueConstraint("organization_id", "member_id", name="practitioner_member_once"),
        CheckConstraint(_COLOUR_CHECK, name="practitioner_colour"),
        CheckConstraint("visits_a_day BETWEEN 1 AND 1000", name="practitioner_visits_a_day"),
        _name_once("practitioner"),
    )

    name: str
    specialty: str = ""
    colour: str = "teal"
    member_id: UUID | None = None
    visits_a_day: int | None = None  # the most; None for any number
    position: int = 0
    archived_at: datetime | None = Field(default=None, sa_type=INSTANT)


class WorkingHours(ClinicOwned, table=True):
    """One span of a practitioner's week, at work or on a break, from a date on.

    Wall times of the clinic; weekday 0 is Monday (ISO 8601 less one). Of several
    `valid_from`, the latest not after a day rules that day, whole weeks at a time.
    """

    __table_args__ = (
        within_clinic("practitioner_id", "practitioner", name="working_hours_practitioner"),
        Index("working_hours_of", "organization_id", "practitioner_id", "valid_from"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="working_hours_weekday"),
        CheckConstraint("starts < ends", name="working_hours_order"),
        CheckConstraint("kind IN ('work', 'break')", name="working_hours_kind"),
    )

    practitioner_id: UUID
    valid_from: date
    weekday: int
    kind: str = "work"
    starts: time
    ends: time


class HoursWeek(ClinicOwned, table=True):
    """That a practitioner's week changes on a date, even to one without any hours."""

    __table_args__ = (
        within_clinic("practitioner_id", "practitioner", name="hours_week_practitioner"),
        UniqueConstraint(
            "organization_id", "practitioner_id", "valid_from", name="hours_week_once"
        ),
    )

    practitioner_id: UUID
    valid_from: date
    set_at: datetime | None = Field(default=None, sa_type=INSTANT)  # across visits that do not fit


class TimeOff(ClinicOwnedNow, table=True):
    """A span in which a practitioner is away, whatever their week says."""

    __table_args__ = (
        within_clinic("practitioner_id", "practitioner", name="time_off_practitioner"),
        Index("time_off_of", "organization_id", "practitioner_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="time_off_order"),
    )

    practitioner_id: UUID
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    reason: str = ""
    cancelled_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Room(ClinicOwnedNow, table=True):
    """A room that a visit can take."""

    __table_args__ = (_name_once("room"),)

    name: str
    position: int = 0
    archived_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Device(ClinicOwnedNow, table=True):
    """A device that a visit can take, such as one ultrasound machine."""

    __table_args__ = (_name_once("device"),)

    name: str
    position: int = 0
    archived_at: datetime | None = Field(default=None, sa_type=INSTANT)


class Service(ClinicOwnedNow, table=True):
    """What a patient comes for: how long, with what around it, in which colour."""

    __table_args__ = (
        CheckConstraint("duration_minutes BETWEEN 5 AND 720", name="service_duration"),
        CheckConstraint("buffer_before BETWEEN 0 AND 240", name="service_buffer_before"),
        CheckConstraint("buffer_after BETWEEN 0 AND 240", name="service_buffer_after"),
        CheckConstraint("price_minor IS NULL OR price_minor >= 0", name="service_price"),
        CheckConstraint(_COLOUR_CHECK, name="service_colour"),
        CheckConstraint("visits_a_day BETWEEN 1 AND 1000", name="service_visits_a_day"),
        CheckConstraint("notice_minutes BETWEEN 0 AND 43200", name="service_notice"),
        CheckConstraint("ahead_days BETWEEN 1 AND 732", name="service_ahead"),
        CheckConstraint("seats BETWEEN 1 AND 200", name="service_seats"),
        CheckConstraint("overbook BETWEEN 0 AND 9", name="service_overbook"),
        CheckConstraint("assistants BETWEEN 0 AND 4", name="service_assistants"),
        _name_once("service"),
    )

    name: str
    duration_minutes: int
    buffer_before: int = 0
    buffer_after: int = 0
    colour: str = "teal"
    price_minor: int | None = None
    needs_room: bool = True
    visits_a_day: int | None = None  # the most; None for any number
    notice_minutes: int | None = None  # None: as the clinic's booking rules say
    ahead_days: int | None = None  # None: as the clinic's booking rules say
    seats: int = 1  # more than one: several patients share a practitioner and a room
    overbook: int = 0  # how many visits may be booked over one that is there
    assistants: int = 0  # how many further practitioners each visit takes; see ServiceDuty
    position: int = 0
    archived_at: datetime | None = Field(default=None, sa_type=INSTANT)


class ServicePractitioner(ClinicOwned, table=True):
    """That a practitioner gives a service."""

    __table_args__ = (
        within_clinic("service_id", "service", name="service_practitioner_service"),
        within_clinic("practitioner_id", "practitioner", name="service_practitioner_who"),
        UniqueConstraint(
            "organization_id", "service_id", "practitioner_id", name="service_practitioner_once"
        ),
    )

    service_id: UUID
    practitioner_id: UUID


class ServiceDuty(ClinicOwned, table=True):
    """In which part of the visit one of the assistants is needed that a service asks for."""

    __table_args__ = (
        within_clinic("service_id", "service", name="service_duty_service"),
        CheckConstraint("number > 0", name="service_duty_number"),
        CheckConstraint("from_minute >= 0 AND minutes > 0", name="service_duty_part"),
        UniqueConstraint("organization_id", "service_id", "number", name="service_duty_once"),
    )

    service_id: UUID
    number: int  # from 1
    from_minute: int = 0
    minutes: int | None = None  # until its end


class ServiceAssistant(ClinicOwned, table=True):
    """That a practitioner may be one of a service's assistants. None listed: anybody may."""

    __table_args__ = (
        within_clinic("service_id", "service", name="service_assistant_service"),
        within_clinic("practitioner_id", "practitioner", name="service_assistant_who"),
        UniqueConstraint(
            *("organization_id", "service_id", "number", "practitioner_id"),
            name="service_assistant_once",
        ),
    )

    service_id: UUID
    practitioner_id: UUID
    number: int = 1  # of its duty


class ServiceRoom(ClinicOwned, table=True):
    """That a service can be given in a room. A service with none listed may use any."""

    __table_args__ = (
        within_clinic("service_id", "service", name="service_room_service"),
        within_clinic("room_id", "room", name="service_room_room"),
        UniqueConstraint("organization_id", "service_id", "room_id", name="service_room_once"),
    )

    service_id: UUID
    room_id: UUID


class ServiceDevice(ClinicOwned, table=True):
    """That a service needs a device, each time."""

    __table_args__ = (
        within_clinic("service_id", "service", name="service_device_service"),
        within_clinic("device_id", "device", name="service_device_device"),
        UniqueConstraint("organization_id", "service_id", "device_id", name="service_device_once"),
    )

    service_id: UUID
    device_id: UUID
