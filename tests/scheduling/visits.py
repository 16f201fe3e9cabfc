"""Visits put straight into the tables, in states and at times that no booking would allow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import connect
from sqlalchemy import TextClause, text
from sqlalchemy.dialects.postgresql import Range

from clinic_app.database.transaction import transaction
from clinic_app.kit.ids import DeviceId, PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.appointment_tables import (
    Appointment,
    AppointmentEvent,
    Reservation,
    VisitAssistant,
)
from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from tests.cast import Clinic


@dataclass(frozen=True)
class Placing:
    """Who comes to whom, for what."""

    clinic: Clinic
    practitioner: PractitionerId
    service: ServiceId
    patient: PatientId


async def place(
    placing: Placing,
    start: datetime,
    *,
    minutes: int = 30,
    status: str = "booked",
    note: str = "",
    room: RoomId | None = None,
    devices: tuple[DeviceId, ...] = (),
    arrived: datetime | None = None,
    outside_hours: bool = False,
) -> UUID:
    """Keep a visit that begins at an instant."""
    home = placing.clinic.organization_id
    visit = Appointment(
        organization_id=home,
        patient_id=placing.patient,
        service_id=placing.service,
        practitioner_id=placing.practitioner,
        room_id=room,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        status=status,
        note=note,
        outside_hours=outside_hours,
        created_by=placing.clinic.owner.member_id,
    )
    async with transaction(organization=home) as session:
        session.add(visit)
        await session.flush()
        during = Range(visit.starts_at, visit.ends_at)
        session.add_all(
            Reservation(
                organization_id=home, appointment_id=visit.id, device_id=device, during=during
            )
            for device in devices
        )
        if arrived is not None:
            session.add(
                AppointmentEvent(
                    organization_id=home,
                    appointment_id=visit.id,
                    created_at=arrived,
                    kind="status",
                    from_status="booked",
                    to_status="checked_in",
                    member_id=placing.clinic.reception.member_id,
                )
            )
    return visit.id


async def copy_for_a_year(clinic: Clinic, database_url: str) -> None:
    """Repeat the clinic's visits on each of 400 days, and let the planner know: what a plan is
    made for are many days, of which few are asked for."""
    same = (
        "organization_id, created_at, patient_id, service_id, practitioner_id, status, note,"
        " outside_hours, version, created_by, updated_at"
    )
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(
            text(
                f"INSERT INTO appointment (id, starts_at, ends_at, {same})"  # noqa: S608  # constants
                " SELECT gen_random_uuid(), starts_at + n * interval '1 day',"
                f" ends_at + n * interval '1 day', {same}"
                " FROM appointment, generate_series(1, 400) n"
            )
        )
    with connect(database_url, autocommit=True) as owner:
        owner.execute("ANALYZE appointment")


async def scans_of(
    clinic: Clinic,
    statement: TextClause,
    values: dict[str, object],
    table: str = "appointment a",
) -> list[str]:
    """Return how PostgreSQL would read a table for a statement: scan and condition."""
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        await session.execute(text("SET LOCAL enable_bitmapscan = off"))
        found = await session.execute(text(f"EXPLAIN {statement.text}"), values)
        lines = [line.strip() for (line,) in found]
    assert not [line for line in lines if "Seq Scan" in line]
    return [f"{line} {lines[n + 1]}" for n, line in enumerate(lines) if f" on {table}" in line]


async def let_assist(
    clinic: Clinic, visit: UUID | str, practitioner: PractitionerId, part: Part = WHOLE
) -> None:
    """Keep that somebody assists in a visit, without their time."""
    home = clinic.organization_id
    async with transaction(organization=home) as session:
        session.add(
            VisitAssistant(
                organization_id=home,
                appointment_id=UUID(str(visit)),
                practitioner_id=practitioner,
                from_minute=part.from_minute,
                minutes=part.minutes,
            )
        )


async def let_assist_all(clinic: Clinic, database_url: str, practitioner: PractitionerId) -> None:
    """Keep that somebody assists in every visit, and let the planner know."""
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(
            text(
                "INSERT INTO visit_assistant (organization_id, id, created_at, appointment_id,"
                " practitioner_id, from_minute) SELECT organization_id, gen_random_uuid(), now(),"
                " id, :who, 0 FROM appointment"
            ),
            {"who": practitioner},
        )
    with connect(database_url, autocommit=True) as owner:
        owner.execute("ANALYZE visit_assistant")
