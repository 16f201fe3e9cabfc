"""The clinic's day at a glance."""

from datetime import datetime, timedelta
from uuid import UUID

from clinic_app.database.transaction import look, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.calendar.load_today import count_visits_left, load_today
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.tables import Practitioner
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, hire, offer, register
from tests.scheduling.visits import let_assist


async def _visit(
    clinic: Clinic, practitioner_id: UUID, service_id: UUID, status: Status, starts_at: datetime
) -> UUID:
    visit = Appointment(
        organization_id=clinic.organization_id,
        patient_id=await register(clinic),
        service_id=service_id,
        practitioner_id=practitioner_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
        status=status,
        created_by=clinic.owner.member_id,
    )
    async with transaction(organization=clinic.organization_id) as session:
        session.add(visit)
    return visit.id


async def test_a_stranger_sees_an_empty_day(clinic: Clinic, other_clinic: Clinic) -> None:
    doctor = await hire(clinic)
    service = await offer(clinic, doctor)
    await _visit(clinic, doctor, service, Status.BOOKED, MORNING)
    with frozen(MORNING):
        today = await look(other_clinic.owner, load_today)
        assert (today.booked, today.coming, today.loads) == (0, [], [])
        assert await look(other_clinic.owner, count_visits_left) == 0


async def test_the_day_is_counted_by_state(clinic: Clinic) -> None:
    doctor = await hire(clinic)
    service = await offer(clinic, doctor)
    for hours, status in enumerate(Status):
        await _visit(clinic, doctor, service, status, MORNING + timedelta(hours=hours))
    with frozen(MORNING):
        today = await look(clinic.owner, load_today)
        left = await look(clinic.owner, count_visits_left)
    assert (today.booked, today.waiting, today.in_visit) == (5, 1, 1)
    assert (today.done, today.missed, today.cancelled) == (1, 1, 1)
    assert left == 4
    assert [(load.done, load.all) for load in today.loads] == [(1, 5)]


async def test_yesterday_and_tomorrow_are_other_days_in_the_clinics_zone(clinic: Clinic) -> None:
    """Half past midnight UTC is still the evening before in New York."""
    doctor = await hire(clinic)
    service = await offer(clinic, doctor)
    this_evening = MORNING.replace(hour=0, minute=30) + timedelta(days=1)
    last_evening = this_evening - timedelta(days=1)
    kept = await _visit(clinic, doctor, service, Status.BOOKED, this_evening)
    await _visit(clinic, doctor, service, Status.BOOKED, last_evening)
    with frozen(MORNING):
        today = await look(clinic.owner, load_today)
    assert [(visit.id, visit.time) for visit in today.coming] == [(str(kept), "19:30")]


async def test_who_waits_is_shown_with_the_minutes_since_arrival(clinic: Clinic) -> None:
    doctor = await hire(clinic)
    service = await offer(clinic, doctor)
    visit = await _visit(clinic, doctor, service, Status.CHECKED_IN, MORNING)
    arrival = AppointmentEvent(
        organization_id=clinic.organization_id,
        appointment_id=visit,
        kind="status",
        to_status=Status.CHECKED_IN,
        member_id=clinic.reception.member_id,
        created_at=MORNING - timedelta(minutes=12),
    )
    async with transaction(organization=clinic.organization_id) as session:
        session.add(arrival)
    with frozen(MORNING):
        today = await look(clinic.reception, load_today)
    assert [visit.waiting for visit in today.waiting_now] == ["12 min"]


async def test_ones_own_day_holds_the_visits_in_which_one_assists(clinic: Clinic) -> None:
    doctor, nina = await hire(clinic), await hire(clinic, "Nina Park")
    service = await offer(clinic, doctor)
    visit, _ = [await _visit(clinic, doctor, service, Status.BOOKED, MORNING) for _ in range(2)]
    await let_assist(clinic, visit, nina, Part(10, 5))
    async with transaction(organization=clinic.organization_id) as session:
        who = await session.get_one(Practitioner, (clinic.organization_id, nina))
        who.member_id = clinic.doctor.member_id
    with frozen(MORNING):
        today = await look(clinic.doctor, load_today)
    assert [one.id for one in today.coming] == [str(visit)]
    assert today.coming[0].detail == "Check-up · with Dr. Lin Zhao"
    assert today.coming[0].time == f"{to_wall(MORNING, clinic.time_zone):%-H}:10"
    assert {one.name: one.all for one in today.loads} == {"Dr. Lin Zhao": 2, "Nina Park": 1}
