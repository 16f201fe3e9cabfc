"""Visits put straight into the tables, in states and at times that no booking would allow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from clinic_app.database.transaction import transaction
from clinic_app.kit.ids import DeviceId, PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent, Reservation
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
