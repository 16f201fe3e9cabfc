"""A clinic with one row of everything, all its words marked."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from psycopg import connect, sql
from sqlalchemy.dialects.postgresql import Range

from clinic_app.database.columns import ClinicOwned
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import now
from clinic_app.people.key_tables import ApiKey
from clinic_app.people.patient_tables import Patient, PatientAlert, PatientConsent
from clinic_app.people.tables import Invitation
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent, Reservation
from clinic_app.scheduling.desk_tables import ScreenLink
from clinic_app.scheduling.public_tables import (
    BookingCode,
    CalendarFeed,
    PublicBooking,
    PublicService,
    VisitLink,
)
from clinic_app.scheduling.rule_tables import GroupSession, NumberedPlace, SlotHold
from clinic_app.scheduling.tables import (
    Device,
    Practitioner,
    Room,
    Service,
    ServiceDevice,
    ServicePractitioner,
    ServiceRoom,
    TimeOff,
    WorkingHours,
)
from clinic_app.scheduling.waiting_tables import SlotOffer, WaitingEntry
from tests.cast import Clinic, found_clinic

_LAST = UUID(int=2**128 - 1)  # so that `ids_of` finds the visit and the service before them
MARK = "Quagmire"  # stands in every text of the furnished clinic and in no other


async def _people(clinic: Clinic) -> Patient:
    home = clinic.organization_id
    patient = Patient(
        organization_id=home,
        file_number="10000",
        name=f"{MARK} Patient",
        name_search=f"{MARK.lower()} patient",
        search_text=f"{MARK.lower()} patient 10000",
        birth_date=date(1984, 3, 12),
        birth_date_is="day",
        phone="+12125550142",
        address=f"1 {MARK} Street",
    )
    me = clinic.owner.member_id
    async with transaction(organization=home) as session:
        session.add(patient)
        await session.flush()
        session.add_all(
            [
                PatientAlert(
                    organization_id=home, patient_id=patient.id, line=f"{MARK} alert", created_by=me
                ),
                PatientConsent(
                    organization_id=home, patient_id=patient.id, given=True, recorded_by=me
                ),
                ApiKey(
                    organization_id=home,
                    name=f"{MARK} key",
                    prefix="pk_00000000",
                    token_hash=b"\0" * 32,
                    scopes=["patient:read"],
                    created_by=me,
                ),
                ScreenLink(organization_id=home, token_hash=b"\0" * 32, label=MARK, created_by=me),
                Invitation(
                    organization_id=home,
                    email=f"{MARK.lower()}@example.org",
                    role="doctor",
                    token_hash=b"\0" * 32,
                    invited_by=me,
                    expires_at=now() + timedelta(days=7),
                ),
            ]
        )
    return patient


async def _schedule(clinic: Clinic, patient: Patient) -> None:
    home = clinic.organization_id
    who = Practitioner(organization_id=home, name=f"Dr. {MARK}")
    room = Room(organization_id=home, name=f"{MARK} room")
    device = Device(organization_id=home, name=f"{MARK} device")
    what = Service(organization_id=home, name=f"{MARK} check", duration_minutes=30)
    start = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
    end = start + timedelta(minutes=30)
    visit = Appointment(
        organization_id=home,
        patient_id=patient.id,
        service_id=what.id,
        practitioner_id=who.id,
        room_id=room.id,
        starts_at=start,
        ends_at=end,
        note=f"{MARK} note",
        created_by=clinic.owner.member_id,
    )
    span = Range(start, end)
    async with transaction(organization=home) as session:
        session.add_all([who, room, device, what])
        await session.flush()
        session.add_all(
            [
                visit,
                ServicePractitioner(
                    organization_id=home, service_id=what.id, practitioner_id=who.id
                ),
                ServiceRoom(organization_id=home, service_id=what.id, room_id=room.id),
                ServiceDevice(organization_id=home, service_id=what.id, device_id=device.id),
                WorkingHours(
                    organization_id=home,
                    practitioner_id=who.id,
                    valid_from=date(2026, 1, 1),
                    weekday=0,
                    starts=time(9),
                    ends=time(17),
                ),
                TimeOff(
                    organization_id=home,
                    practitioner_id=who.id,
                    starts_at=start + timedelta(days=30),
                    ends_at=end + timedelta(days=31),
                    reason=f"{MARK} leave",
                ),
            ]
        )
        await session.flush()
        for row in _group(visit):
            session.add(row)
            await session.flush()
        session.add_all(_outside(clinic, who, what, visit))
        for row in _waiting(clinic, visit):
            session.add(row)
            await session.flush()
        session.add_all(
            [
                Reservation(
                    organization_id=home,
                    appointment_id=visit.id,
                    practitioner_id=who.id,
                    during=span,
                ),
                Reservation(
                    organization_id=home, appointment_id=visit.id, room_id=room.id, during=span
                ),
                Reservation(
                    organization_id=home, appointment_id=visit.id, device_id=device.id, during=span
                ),
                AppointmentEvent(
                    organization_id=home,
                    appointment_id=visit.id,
                    kind="booked",
                    to_status="booked",
                    member_id=clinic.owner.member_id,
                ),
            ]
        )


def _group(visit: Appointment) -> list[ClinicOwned]:
    """A session of a group, and who sits in it."""
    home, later = visit.organization_id, timedelta(hours=3)
    at: dict[str, Any] = {
        "starts_at": visit.starts_at + later,
        "ends_at": visit.ends_at + later,
    }
    what = Service(
        organization_id=home, id=_LAST, name=f"{MARK} group", duration_minutes=30, seats=4
    )
    with_whom: dict[str, Any] = {
        "service_id": what.id,
        "practitioner_id": visit.practitioner_id,
    }
    group = GroupSession(organization_id=home, seats=4, **with_whom, **at)
    seat = Appointment(
        organization_id=home,
        id=_LAST,
        patient_id=visit.patient_id,
        session_id=group.id,
        created_by=visit.created_by,
        **with_whom,
        **at,
    )
    return [
        what,
        ServicePractitioner(organization_id=home, **with_whom),
        group,
        seat,
        Reservation(
            organization_id=home,
            session_id=group.id,
            practitioner_id=visit.practitioner_id,
            during=Range(seat.starts_at, seat.ends_at),
        ),
        NumberedPlace(
            organization_id=home,
            owner_id=group.id,
            day=seat.starts_at.date(),
            number=1,
            appointment_id=seat.id,
        ),
    ]


def _outside(
    clinic: Clinic, who: Practitioner, what: Service, visit: Appointment
) -> list[ClinicOwned]:
    """What strangers meet: an open page, a code under way, links."""
    home, me = clinic.organization_id, clinic.owner.member_id
    unknown: dict[str, Any] = {"organization_id": home, "token_hash": b"\0" * 32, "made_by": me}
    return [
        PublicBooking(organization_id=home, is_open=True, policy=f"{MARK} policy"),
        PublicService(organization_id=home, service_id=what.id),
        BookingCode(
            organization_id=home,
            code_hash=b"\0",
            contact_hash=b"\0",
            expires_at=now() + timedelta(minutes=10),
        ),
        VisitLink(appointment_id=visit.id, **unknown),
        CalendarFeed(practitioner_id=who.id, **unknown),
    ]


def _waiting(clinic: Clinic, visit: Appointment) -> list[ClinicOwned]:
    """Who waits, and a time that is held for them."""
    home, me = clinic.organization_id, clinic.owner.member_id
    at: dict[str, Any] = {
        "starts_at": visit.starts_at + timedelta(days=1),
        "ends_at": visit.ends_at + timedelta(days=1),
        "expires_at": now() + timedelta(minutes=30),
    }
    entry = WaitingEntry(
        organization_id=home,
        patient_id=visit.patient_id,
        service_id=visit.service_id,
        note=f"{MARK} wish",
        created_by=me,
    )
    whom: dict[str, Any] = {"organization_id": home, "practitioner_id": visit.practitioner_id}
    hold = SlotHold(service_id=visit.service_id, held_by="Waiting list", member_id=me, **whom, **at)
    offer = SlotOffer(
        waiting_id=entry.id, hold_id=hold.id, token_hash=b"\1" * 32, made_by=me, **whom, **at
    )
    return [entry, hold, offer]


async def furnish_all() -> Clinic:
    """Found a clinic that has something of everything."""
    clinic = await found_clinic()
    await _schedule(clinic, await _people(clinic))
    return clinic


_WITH_IDS = (
    *("patient", "patient_alert", "practitioner", "room", "device", "service", "time_off"),
    *("appointment", "member", "invitation", "api_key", "screen_link"),
    *("calendar_feed", "booking_code", "waiting_entry", "slot_offer", "group_session"),
)


def ids_of(url: str, clinic: Clinic) -> list[str]:
    """Return the clinic's own id and one id of each kind of row it owns."""
    found = [str(clinic.organization_id)]
    with connect(url) as owner:
        owner.execute("SELECT set_config('app.organization_id', %s, false)", (found[0],))
        for table in _WITH_IDS:
            # By clinic as well: the owner's login may read the patients of all of them.
            query = sql.SQL("SELECT id FROM {} WHERE organization_id = %s ORDER BY id LIMIT 1")
            row = owner.execute(query.format(sql.Identifier(table)), (found[0],)).fetchone()
            assert row is not None, f"the furnished clinic has no {table}"
            found.append(str(row[0]))
    return found
