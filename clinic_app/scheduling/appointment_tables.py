"""Visits, what they take, and their history. The constraints here are the referee."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Computed, Index, SmallInteger, Uuid
from sqlalchemy.dialects.postgresql import TSTZRANGE, ExcludeConstraint, Range
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, OfClinicsRow, within_clinic
from clinic_app.kit.clock import now
from clinic_app.scheduling.series_tables import WALL
from clinic_app.scheduling.states import STATUS_CHECK


def _some(name: str, column: str) -> Index:
    return Index(name, "organization_id", column, postgresql_where=f"{column} IS NOT NULL")


class Appointment(OfClinicsRow, table=True):
    """A visit. Keeps its identity when moved; cancelling is a state, never a deletion."""

    __table_args__ = (
        within_clinic("patient_id", "patient", name="appointment_patient"),
        within_clinic("service_id", "service", name="appointment_service"),
        within_clinic("practitioner_id", "practitioner", name="appointment_practitioner"),
        within_clinic("room_id", "room", name="appointment_room"),
        within_clinic("series_id", "appointment_series", name="appointment_in_series"),
        CheckConstraint("starts_at < ends_at", name="appointment_order"),
        CheckConstraint(STATUS_CHECK, name="appointment_status"),
        Index("appointment_by_time", "organization_id", "starts_at"),
        Index("appointment_of_patient", "organization_id", "patient_id", "starts_at"),
        Index("appointment_of_practitioner", "organization_id", "practitioner_id", "starts_at"),
        Index(
            "appointment_of_series",
            *("organization_id", "series_id", "occurrence"),
            unique=True,
            postgresql_where="series_id IS NOT NULL",
        ),
        within_clinic("session_id", "group_session", name="appointment_session"),
        _some("appointment_of_session", "session_id"),
        _some("appointment_of_visit_group", "visit_group_id"),
    )

    patient_id: UUID
    service_id: UUID
    practitioner_id: UUID
    room_id: UUID | None = None
    starts_at: datetime = Field(sa_type=INSTANT)
    ends_at: datetime = Field(sa_type=INSTANT)
    status: str = "booked"
    note: str = ""  # what the desk was told; not clinical
    outside_hours: bool = False
    exceptions: str = ""  # the rules it was booked against on purpose: "notice,cap"
    lane: int = 0  # above 0: booked over another visit on purpose
    session_id: UUID | None = None  # of a group visit, whose session takes the resources
    visit_group_id: UUID | None = None  # shared by the services of one coming
    version: int = 1
    created_by: UUID
    updated_at: datetime = Field(default_factory=now, sa_type=INSTANT)
    series_id: UUID | None = None
    occurrence: int | None = None  # which of the series, from 1; stays whatever moves
    series_wall: datetime | None = Field(default=None, sa_type=WALL)  # where the series has it


def _one_at_a_time(column: str) -> ExcludeConstraint[Any]:
    """No two live reservations of one resource and lane overlap; half-open spans may touch."""
    return ExcludeConstraint(
        ("organization_id", "="),
        (column, "="),
        ("lane", "="),
        ("during", "&&"),
        where=f"released_at IS NULL AND {column} IS NOT NULL",
        using="gist",
        name=f"reservation_{column.removesuffix('_id')}_free",
    )


_RESOURCE = "COALESCE(practitioner_id, room_id, device_id, patient_id)"
_OWNER = "COALESCE(appointment_id, session_id)"


def _computed(kind: Any, formula: str) -> Column[Any]:  # noqa: ANN401  # a type or its class
    return Column(kind, Computed(formula, persisted=True))


class Reservation(OfClinicsRow, table=True):
    """That a visit takes one practitioner, room or device for a span, buffers included.

    Or a hold does, until it expires, or a group session for all of its visits. Lane 0 is what
    everybody takes; a visit that is booked over another on purpose takes a lane above it.
    Its patient is taken for the visit itself, where the clinic wants one visit at a time.

    The computed columns are for searching: under row-level security PostgreSQL uses only
    leakproof operators on an index, and a range's `&&` is not one, while `<` on instants is.
    """

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="reservation_appointment"),
        within_clinic("hold_id", "slot_hold", name="reservation_hold"),
        within_clinic("session_id", "group_session", name="reservation_session"),
        _some("reservation_of_hold", "hold_id"),
        _some("reservation_of_session", "session_id"),
        CheckConstraint(
            "num_nonnulls(appointment_id, hold_id, session_id) = 1", name="reservation_for_one"
        ),
        within_clinic("practitioner_id", "practitioner", name="reservation_practitioner"),
        within_clinic("room_id", "room", name="reservation_room"),
        within_clinic("device_id", "device", name="reservation_device"),
        within_clinic("patient_id", "patient", name="reservation_patient"),
        CheckConstraint(
            "num_nonnulls(practitioner_id, room_id, device_id, patient_id) = 1",
            name="reservation_of_one",
        ),
        CheckConstraint("NOT isempty(during)", name="reservation_lasts"),
        _one_at_a_time("practitioner_id"),
        _one_at_a_time("room_id"),
        _one_at_a_time("device_id"),
        _one_at_a_time("patient_id"),
        Index("reservation_of", "organization_id", "appointment_id"),
        Index(  # few visits take one, and every visit that is shown is asked
            "reservation_of_device",
            *("organization_id", "appointment_id"),
            postgresql_where="released_at IS NULL AND device_id IS NOT NULL",
            postgresql_include=["device_id"],
        ),
        Index(
            "reservation_live",
            *("organization_id", "resource_id", "begins_at"),
            postgresql_where="released_at IS NULL",
            postgresql_include=["ends_at"],
        ),
    )

    appointment_id: UUID | None = None
    hold_id: UUID | None = None
    session_id: UUID | None = None
    expires_at: datetime | None = Field(default=None, sa_type=INSTANT)  # of a hold
    lane: int = Field(default=0, sa_type=SmallInteger)
    practitioner_id: UUID | None = None
    room_id: UUID | None = None
    device_id: UUID | None = None
    patient_id: UUID | None = None
    during: Range[datetime] = Field(sa_type=TSTZRANGE)
    released_at: datetime | None = Field(default=None, sa_type=INSTANT)
    resource_id: UUID | None = Field(default=None, sa_column=_computed(Uuid(), _RESOURCE))
    begins_at: datetime | None = Field(default=None, sa_column=_computed(INSTANT, "lower(during)"))
    ends_at: datetime | None = Field(default=None, sa_column=_computed(INSTANT, "upper(during)"))


class VisitAssistant(ClinicOwnedNow, table=True):
    """That a further practitioner takes part in a visit, until `removed_at` if that is set.

    Or in a group's session, for all who come. Their time is taken by a row of `reservation`, as
    everybody's is; this one outlives it.
    """

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="visit_assistant_visit"),
        within_clinic("session_id", "group_session", name="visit_assistant_session"),
        within_clinic("practitioner_id", "practitioner", name="visit_assistant_who"),
        CheckConstraint(
            "num_nonnulls(appointment_id, session_id) = 1", name="visit_assistant_for_one"
        ),
        Index(
            "visit_assistant_once",
            *("organization_id", "owner_id", "practitioner_id"),
            unique=True,
            postgresql_where="removed_at IS NULL",
        ),
        Index("visit_assistant_of", "organization_id", "practitioner_id"),
    )

    appointment_id: UUID | None = None
    session_id: UUID | None = None
    practitioner_id: UUID
    from_minute: int = 0
    minutes: int | None = None  # until its end
    removed_at: datetime | None = Field(default=None, sa_type=INSTANT)
    owner_id: UUID | None = Field(default=None, sa_column=_computed(Uuid(), _OWNER))


class AppointmentEvent(OfClinicsRow, table=True):
    """One step in a visit's life: booked, moved, or a change of state, by whom and why."""

    __table_args__ = (
        within_clinic("appointment_id", "appointment", name="appointment_event_appointment"),
        Index("appointment_event_of", "organization_id", "appointment_id", "created_at", "id"),
    )

    appointment_id: UUID
    # booked, moved, resized, kept, edited, joined, left, status, or undone of a step taken back
    kind: str
    from_status: str = ""
    to_status: str = ""
    from_starts_at: datetime | None = Field(default=None, sa_type=INSTANT)
    to_starts_at: datetime | None = Field(default=None, sa_type=INSTANT)
    from_practitioner_id: UUID | None = None
    to_practitioner_id: UUID | None = None
    reason: str = ""
    deed_id: UUID | None = None  # shared by what one deed did to the services of a coming
    member_id: UUID
