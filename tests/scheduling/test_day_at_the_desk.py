"""Tickets, the queue of today, rooms at the call, and who often misses visits."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError, Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId, RoomId
from clinic_app.scheduling.desk.give_ticket import give_ticket
from clinic_app.scheduling.desk.list_room_choices import list_room_choices
from clinic_app.scheduling.desk.load_queue import load_queue
from clinic_app.scheduling.desk.queue_rows import QueueVisit
from clinic_app.scheduling.desk.ticket_rules import ticket_words
from clinic_app.scheduling.desk_tables import VisitTicket
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.attendance_rules import Attendance
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.correct_no_show import correct_no_show
from clinic_app.scheduling.visit.count_missed import count_missed
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from clinic_app.scheduling.visit.start_visit import start_visit
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MORNING,
    Desk,
    add_room,
    book,
    counted,
    furnish,
    hire,
    monday,
    offer,
    register,
    some_id,
)
from tests.scheduling.visits import Placing, place

ARRIVALS = 50


def placing(desk: Desk) -> Placing:
    return Placing(desk.clinic, desk.practitioner, desk.service, desk.patient)


async def booked(desk: Desk, hour: int) -> AppointmentId:
    made = await book(
        desk.clinic.reception,
        patient_id=desk.patient,
        service_id=desk.service,
        start=monday(hour),
    )
    return made.appointment_id


async def queue_of(desk: Desk) -> dict[str, QueueVisit]:
    view = await look(desk.clinic.reception, load_queue)
    return {visit.id: visit for visit in view.visits}


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "A-1"), (17, "A-17"), (99, "A-99"), (100, "B-1"), (2574, "Z-99"), (2575, "AA-1")],
)
def test_a_ticket_is_short(number: int, words: str) -> None:
    assert ticket_words(number) == words


def test_no_two_numbers_read_the_same() -> None:
    assert len({ticket_words(number) for number in range(1, 5000)}) == 4999


@pytest.mark.parametrize(
    ("missed", "due", "often"),
    [(0, 0, False), (1, 1, False), (2, 2, True), (2, 10, True), (2, 11, False), (3, 40, False)],
)
def test_who_often_misses(missed: int, due: int, often: bool) -> None:
    assert Attendance(missed, due).often_misses is often


async def test_fifty_arrive_at_once_and_get_fifty_numbers(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visits = [
        await place(placing(desk), MORNING + timedelta(minutes=minute))
        for minute in range(ARRIVALS)
    ]
    with frozen(MORNING):
        await asyncio.gather(
            *(
                perform(clinic.reception, check_in, appointment_id=AppointmentId(visit))
                for visit in visits
            )
        )
    assert sorted(await numbers(clinic)) == list(range(1, ARRIVALS + 1))


async def numbers(clinic: Clinic) -> list[int]:
    async with transaction(organization=clinic.organization_id) as session:
        found = await session.execute(
            select(col(VisitTicket.number)).where(
                col(VisitTicket.organization_id) == clinic.organization_id
            )
        )
        return list(found.scalars())


async def test_one_visit_has_one_ticket_and_the_next_day_begins_anew(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visit = AppointmentId(await place(placing(desk), MORNING))
    tomorrow = MORNING + timedelta(days=1)
    late = AppointmentId(await place(placing(desk), tomorrow))
    with frozen(MORNING):
        answers = await asyncio.gather(
            *(perform(clinic.reception, check_in, appointment_id=visit) for _ in range(5)),
            return_exceptions=True,
        )
        assert sum(not isinstance(answer, ClinicError) for answer in answers) == 1
        await perform(clinic.reception, give_ticket, visit)  # who has one keeps it
    with frozen(tomorrow):
        await perform(clinic.reception, check_in, appointment_id=late)
        assert (await queue_of(desk))[str(late)].ticket == "A-1"
    assert await numbers(clinic) == [1, 1]


async def test_a_stranger_sees_no_queue_and_moves_nobody(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    visit = AppointmentId(await place(placing(desk), MORNING))
    with frozen(MORNING):
        assert (await look(other_clinic.owner, load_queue)).visits == ()
        assert await look(other_clinic.owner, list_room_choices, appointment_id=visit) == []
        assert await look(other_clinic.owner, count_missed, patient_ids=[desk.patient]) == {}
        with pytest.raises(NotFound):
            await perform(other_clinic.owner, check_in, appointment_id=visit)
        with pytest.raises(NotAllowed):
            await perform(clinic.team[Role.LAB], start_visit, appointment_id=visit)
    assert await numbers(clinic) == []


async def test_the_queue_is_one_statement_however_long(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    with frozen(MORNING):
        await place(placing(desk), MORNING)
        with counted() as for_one:
            await queue_of(desk)
        for minute in range(5):
            await place(placing(desk), MORNING + timedelta(minutes=minute))
        with counted() as for_many:
            assert len(await queue_of(desk)) == 6
    assert len(for_one) == len(for_many) == 1  # the queue; the tenant travels with it


async def test_the_queue_tells_what_the_desk_needs(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    with frozen(MORNING):
        for weeks in (1, 2):
            await place(placing(desk), MORNING - timedelta(weeks=weeks), status=Status.NO_SHOW)
        await place(placing(desk), MORNING - timedelta(days=400), status=Status.NO_SHOW)
        await place(placing(desk), MORNING, status=Status.CANCELLED)
        visit = await booked(desk, 10)
    arrived = MORNING + timedelta(hours=2)
    with frozen(arrived):
        await perform(clinic.reception, check_in, appointment_id=visit)
    called = arrived + timedelta(minutes=9)
    with frozen(called):
        await perform(clinic.reception, start_visit, appointment_id=visit)
        queue = await queue_of(desk)
    assert list(queue) == [str(visit)]
    row = queue[str(visit)]
    assert (row.ticket, row.room, row.time) == ("A-1", "Room 1", "10:00")
    assert (row.arrived, row.called) == (int(arrived.timestamp()), int(called.timestamp()))
    assert row.first_visit  # nobody was ever seen
    assert row.attendance == Attendance(missed=2, due=3)
    assert row.attendance.often_misses


async def test_who_came_after_all_has_missed_one_less(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    with frozen(MORNING):
        visit = await booked(desk, 10)
    with frozen(MORNING + timedelta(hours=3, minutes=10)):  # 10:10 on the wall
        await perform(clinic.reception, mark_no_show, appointment_id=visit)
        missed = await look(clinic.reception, count_missed, patient_ids=[desk.patient])
        await perform(clinic.reception, correct_no_show, appointment_id=visit)
        came = await look(clinic.reception, count_missed, patient_ids=[desk.patient])
        assert (await queue_of(desk))[str(visit)].ticket == "A-1"
    assert missed == {desk.patient: Attendance(1, 1)}
    assert came == {desk.patient: Attendance(0, 1)}


async def test_a_patient_is_called_into_another_room(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    second = await add_room(clinic, "Room 2", position=1)
    with frozen(MORNING):
        visit = await booked(desk, 10)
        await perform(clinic.reception, check_in, appointment_id=visit)
        with pytest.raises(NotOffered):
            await start_in(clinic, visit, RoomId(some_id()))
        await start_in(clinic, visit, second)
        assert (await queue_of(desk))[str(visit)].room == "Room 2"
        # Room 1 is free again: the reservation went along.
        rival = await rival_at_ten(desk)
        assert rival.room_id == desk.room


async def test_a_room_that_is_taken_says_so_and_nothing_moves(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    second = await add_room(clinic, "Room 2", position=1)
    with frozen(MORNING):
        visit = await booked(desk, 10)
        rival = await rival_at_ten(desk)
        assert rival.room_id == second
        for each in (visit, rival.appointment_id):
            await perform(clinic.reception, check_in, appointment_id=each)
        await start_in(clinic, rival.appointment_id, second)
        choices = await look(clinic.reception, list_room_choices, appointment_id=visit)
        assert [(one.name, one.planned, bool(one.taken), one.inside) for one in choices] == [
            ("Room 1", True, False, ""),
            ("Room 2", False, True, "A-2"),
        ]
        with pytest.raises(Conflict, match="Room 2 is taken"):
            await start_in(clinic, visit, second)
        row = (await queue_of(desk))[str(visit)]
    assert (row.status, row.room) == (Status.CHECKED_IN, "Room 1")


async def rival_at_ten(desk: Desk) -> Booked:
    """Book somebody else with somebody else, who gives the same in the same rooms."""
    colleague = await hire(desk.clinic, "Dr. Ben Ortiz")
    return await book(
        desk.clinic.reception,
        patient_id=await register(desk.clinic, "Second Patient"),
        service_id=await offer(desk.clinic, colleague, name="Review"),
        start=monday(10),
    )


async def start_in(clinic: Clinic, visit: AppointmentId, room: RoomId) -> None:
    await perform(clinic.reception, start_visit, appointment_id=visit, room_id=room)
