"""What a clinic of the tests has to book with: people at work, services, rooms, devices."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from secrets import randbelow
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event

from clinic_app.access.actor import Actor
from clinic_app.database.columns import ClinicOwned
from clinic_app.database.engine import engine
from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.ids import DeviceId, PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.text import fold
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.tables import (
    Device,
    HoursWeek,
    Practitioner,
    Room,
    Service,
    ServiceDevice,
    ServicePractitioner,
    ServiceRoom,
    WorkingHours,
)
from tests.cast import Clinic

BEGINNING = date(2020, 1, 1)
MORNING = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)  # Monday 07:00 in New York, before opening
MONDAY = date(2027, 3, 1)

Hours = tuple[int, str, time, time]  # weekday from Monday, work or break, begin, end
OFFICE_HOURS: tuple[Hours, ...] = tuple(
    hours
    for weekday in range(5)
    for hours in (
        (weekday, "work", time(9), time(17)),
        (weekday, "break", time(12), time(13)),
    )
)


async def _add(clinic: Clinic, *rows: ClinicOwned) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        for row in rows:
            session.add(row)
            await session.flush()


async def hire(
    clinic: Clinic, name: str = "Dr. Lin Zhao", *, hours: Sequence[Hours] = OFFICE_HOURS
) -> PractitionerId:
    """Let a practitioner work in the clinic: Monday to Friday 9 to 17, break 12 to 13."""
    practitioner_id = uuid4()
    home = {"organization_id": clinic.organization_id, "practitioner_id": practitioner_id}
    await _add(
        clinic,
        Practitioner(
            organization_id=clinic.organization_id,
            id=practitioner_id,
            name=name,
            specialty="General",
        ),
        HoursWeek.model_validate({"valid_from": BEGINNING, **home}),
        *(
            WorkingHours(
                valid_from=BEGINNING,
                weekday=weekday,
                kind=kind,
                starts=starts,
                ends=ends,
                **home,
            )
            for weekday, kind, starts, ends in hours
        ),
    )
    return PractitionerId(practitioner_id)


async def add_room(clinic: Clinic, name: str = "Room 1", *, position: int = 0) -> RoomId:
    """Build a room."""
    room = Room(organization_id=clinic.organization_id, name=name, position=position)
    await _add(clinic, room)
    return RoomId(room.id)


async def add_device(clinic: Clinic, name: str = "Ultrasound 1") -> DeviceId:
    """Buy a device."""
    device = Device(organization_id=clinic.organization_id, name=name)
    await _add(clinic, device)
    return DeviceId(device.id)


async def offer(
    clinic: Clinic,
    *practitioners: PractitionerId,
    name: str = "Check-up",
    minutes: int = 30,
    before: int = 0,
    after: int = 0,
    rooms: Sequence[RoomId] = (),
    devices: Sequence[DeviceId] = (),
    needs_room: bool = True,
) -> ServiceId:
    """Offer a service, given by these practitioners, in these rooms (none: any)."""
    service_id = uuid4()
    home = {"organization_id": clinic.organization_id, "service_id": service_id}
    service = Service(
        organization_id=clinic.organization_id,
        id=service_id,
        name=name,
        duration_minutes=minutes,
        buffer_before=before,
        buffer_after=after,
        needs_room=needs_room,
    )
    await _add(
        clinic,
        service,
        *(ServicePractitioner(practitioner_id=one, **home) for one in practitioners),
        *(ServiceRoom(room_id=one, **home) for one in rooms),
        *(ServiceDevice(device_id=one, **home) for one in devices),
    )
    return ServiceId(service_id)


async def register(clinic: Clinic, name: str = "Sofia Marín") -> PatientId:
    """Register a patient."""
    number = str(10_000_000 + randbelow(89_999_999))
    patient = Patient(
        organization_id=clinic.organization_id,
        file_number=number,
        name=name,
        name_search=fold(name),
        search_text=f"{fold(name)} {number}",
    )
    await _add(clinic, patient)
    return PatientId(patient.id)


@dataclass(frozen=True)
class Desk:
    """A clinic ready to book: one of each."""

    clinic: Clinic
    practitioner: PractitionerId
    room: RoomId
    service: ServiceId
    patient: PatientId


async def furnish(clinic: Clinic, *, minutes: int = 30, before: int = 0, after: int = 0) -> Desk:
    """Give a clinic one practitioner, room, service and patient."""
    practitioner = await hire(clinic)
    room = await add_room(clinic)
    service = await offer(clinic, practitioner, minutes=minutes, before=before, after=after)
    return Desk(clinic, practitioner, room, service, await register(clinic))


async def book(actor: Actor, **asked: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    """Book as somebody: patient_id, service_id, start and what else the verb takes."""
    return await perform(actor, book_appointment, **asked)


def monday(hour: int, minute: int = 0) -> datetime:
    """Return a wall time of the Monday on which the stories play."""
    return datetime.combine(MONDAY, time(hour, minute))


def some_id() -> UUID:
    """Return an id of nothing."""
    return uuid4()


@contextmanager
def counted() -> Generator[list[str]]:
    """Collect the statements that go to PostgreSQL inside a `with` block."""
    statements: list[str] = []

    def count(_: object, __: object, statement: str, *___: object) -> None:
        statements.append(statement)

    event.listen(engine().sync_engine, "before_cursor_execute", count)
    try:
        yield statements
    finally:
        event.remove(engine().sync_engine, "before_cursor_execute", count)
