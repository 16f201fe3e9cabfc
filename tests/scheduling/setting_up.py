"""What the stories of setting up share: a practitioner, a service, and a visit of theirs."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.ids import DeviceId, PractitionerId, RoomId, ServiceId
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.appointment_tables import Appointment, Reservation
from clinic_app.scheduling.rows import DaySpan, PractitionerDetails
from clinic_app.scheduling.set_up.get_practitioner import get_practitioner
from clinic_app.scheduling.set_up.save_device import save_device
from clinic_app.scheduling.set_up.save_practitioner import save_practitioner
from clinic_app.scheduling.set_up.save_room import save_room
from clinic_app.scheduling.set_up.save_service import save_service
from tests.cast import Clinic

FAR = datetime(2031, 5, 6, 14, tzinfo=UTC)  # a Tuesday, ten in the morning in New York


async def practitioner(clinic: Clinic, name: str = "Dr. Peter Cole") -> PractitionerId:
    return await perform(clinic.owner, save_practitioner, name=name)


async def room(clinic: Clinic, name: str = "Room 1") -> RoomId:
    return await perform(clinic.owner, save_room, name=name)


async def device(clinic: Clinic, name: str = "Ultrasound US-1") -> DeviceId:
    return await perform(clinic.owner, save_device, name=name)


async def service(clinic: Clinic, name: str = "Check-up") -> ServiceId:
    return await perform(clinic.owner, save_service, name=name, duration_minutes=30)


async def details(clinic: Clinic, who: PractitionerId) -> PractitionerDetails:
    return await look(clinic.owner, get_practitioner, practitioner_id=who)


def work(weekday: int, starts: str, ends: str, kind: str = "work") -> DaySpan:
    return DaySpan(weekday, kind, time.fromisoformat(starts), time.fromisoformat(ends))


async def book(
    clinic: Clinic,
    who: PractitionerId,
    *,
    start: datetime = FAR,
    status: str = "booked",
    room_id: RoomId | None = None,
    device_id: DeviceId | None = None,
) -> UUID:
    """Put a visit into the book as the database sees it, without the rules of booking."""
    home = clinic.organization_id
    patient = Patient(
        organization_id=home,
        file_number=str(abs(hash((start, status))) % 10**11),
        name="Mei Tan",
        name_search="mei tan",
        search_text=" mei tan",
        birth_date=date(1990, 1, 1),
        birth_date_is="day",
    )
    end = start + timedelta(minutes=30)
    visit = Appointment(
        organization_id=home,
        patient_id=patient.id,
        service_id=await service(clinic, f"Visit {patient.file_number}"),
        practitioner_id=who,
        room_id=room_id,
        starts_at=start,
        ends_at=end,
        status=status,
        created_by=clinic.reception.member_id,
    )
    released_at = datetime(2026, 1, 1, tzinfo=UTC) if status in {"cancelled", "no_show"} else None
    taken = [{"practitioner_id": who}, {"room_id": room_id}, {"device_id": device_id}]
    async with transaction(organization=home) as session:
        session.add(patient)
        await session.flush()
        session.add(visit)
        await session.flush()
        session.add_all(
            Reservation(
                organization_id=home,
                appointment_id=visit.id,
                during=Range(start, end),
                released_at=released_at,
                practitioner_id=one.get("practitioner_id"),
                room_id=one.get("room_id"),
                device_id=one.get("device_id"),
            )
            for one in taken
            if any(one.values())
        )
    return visit.id
