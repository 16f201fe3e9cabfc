"""A coming of several services at the desk: one arrival, one ticket, one step back."""

from datetime import timedelta
from typing import Any

import pytest

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.desk.load_queue import load_queue
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.series.cancel_series import cancel_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.complete_visit import complete_visit
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.visit.correct_no_show import correct_no_show
from clinic_app.scheduling.visit.count_missed import count_missed
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from clinic_app.scheduling.visit.start_visit import start_visit
from clinic_app.scheduling.visit.take_back import take_back
from clinic_app.web.scheduling.desk.queue_sheet import load_queue_sheet
from clinic_app.web.scheduling.desk.screen_rows import screen_of
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, book, furnish, monday, register

TEN = MORNING + timedelta(hours=3)
WAITS, SURE, HERE = Status.BOOKED, Status.CONFIRMED, Status.CHECKED_IN


async def expected(clinic: Clinic) -> tuple[Desk, list[AppointmentId]]:
    """Book three services from ten o'clock on, and a fourth of the same coming a day later."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        parts = [AskedPart(desk.service)] * 3
        parts.append(AskedPart(desk.service, start=monday(10) + timedelta(days=1)))
        booked = await perform(
            *(clinic.reception, book_together),
            patient_id=desk.patient,
            start=monday(10),
            parts=parts,
        )
    return desk, [one.appointment_id for one in booked]


async def states(actor: Actor, visits: list[AppointmentId]) -> list[str]:
    """Return where they stand."""
    return [(await look(actor, get_appointment, appointment_id=one)).status for one in visits]


async def test_one_word_and_one_arrival_count_for_the_days_services_and_go_back_as_one(
    clinic: Clinic,
) -> None:
    desk, visits = await expected(clinic)
    desk_of = clinic.reception
    with frozen(TEN):
        await perform(desk_of, confirm_appointment, appointment_id=visits[2])
        assert await states(desk_of, visits) == [SURE, SURE, SURE, WAITS]  # of that day
        await perform(desk_of, take_back, appointment_id=visits[0])
        assert await states(desk_of, visits) == [WAITS] * 4
        await perform(desk_of, check_in, appointment_id=visits[1])
        assert await states(desk_of, visits) == [HERE, HERE, HERE, WAITS]
        view = await look(desk_of, load_queue)
        assert [visit.ticket for visit in view.visits] == ["A-1"] * 3
        assert screen_of(view).waiting == ("A-1",)
        await perform(desk_of, start_visit, appointment_id=visits[0])
        screen = screen_of(await look(desk_of, load_queue))
        assert (len(screen.called), screen.waiting) == (1, ())  # nobody waits who is inside
        await perform(desk_of, take_back, appointment_id=visits[0])  # that step was its own
        assert await states(desk_of, visits) == [HERE, HERE, HERE, WAITS]
        done = await perform(desk_of, take_back, appointment_id=visits[2])
        assert (done.to, done.visits, done.refused) == (WAITS, 3, ())
        assert await states(desk_of, visits) == [WAITS] * 4
        other = await book(
            desk_of, patient_id=await register(clinic), service_id=desk.service, start=monday(15)
        )
        for one in (other.appointment_id, visits[0]):
            await perform(desk_of, check_in, appointment_id=one)
        tickets = [visit.ticket for visit in (await look(desk_of, load_queue)).visits]
        assert tickets == ["A-1", "A-1", "A-1", "A-2"]  # each keeps its own


async def test_the_board_tells_where_the_patient_is_and_goes_next(clinic: Clinic) -> None:
    _, visits = await expected(clinic)
    desk_of, zhao = clinic.reception, "Dr. Lin Zhao, Room 1"

    async def told() -> list[tuple[str, str]]:
        view = await look(desk_of, load_queue)
        return [(visit.elsewhere, visit.goes_to) for visit in view.visits]

    with frozen(TEN):
        assert await told() == [("", "")] * 3
        await perform(desk_of, check_in, appointment_id=visits[0])
        first = "first Check-up, Dr. Lin Zhao"
        assert await told() == [("", ""), (first, ""), (first, "")]
        await perform(desk_of, start_visit, appointment_id=visits[0])
        now, then = f"now with {zhao}", f"10:30 Check-up, {zhao}"
        assert await told() == [("", then), (now, ""), (now, "")]
        board = await load_queue_sheet(desk_of, fresh=True)
        assert board is not None
        assert [[step.words for step in card.steps] for card in board.cards] == [
            ["Complete"],
            [],
            [],
        ]
        sheet = await look(desk_of, get_appointment, appointment_id=visits[1])
        assert (sheet.moves, sheet.elsewhere) == ((), now)
        with pytest.raises(IllegalMove, match=f"The patient is {now}. Complete that visit first."):
            await perform(desk_of, start_visit, appointment_id=visits[1])
    with frozen(TEN + timedelta(minutes=40)):
        await perform(desk_of, complete_visit, appointment_id=visits[0])
        assert await told() == [("", then), ("", ""), (first, "")]
        waits = [visit.waits for visit in (await look(desk_of, load_queue)).visits]
        assert waits[1] == int((TEN + timedelta(minutes=40)).timestamp())
        await perform(desk_of, start_visit, appointment_id=visits[1])
        assert await told() == [("", then), ("", f"11:00 Check-up, {zhao}"), (now, "")]
        await perform(desk_of, complete_visit, appointment_id=visits[1])
        await perform(desk_of, start_visit, appointment_id=visits[2])
        await perform(desk_of, complete_visit, appointment_id=visits[2])
        assert await told() == [("", "")] * 3


async def test_who_did_not_come_missed_what_has_begun_once(clinic: Clinic) -> None:
    desk, visits = await expected(clinic)
    desk_of, gone = clinic.reception, Status.NO_SHOW
    with frozen(TEN + timedelta(minutes=29)):
        await perform(desk_of, mark_no_show, appointment_id=visits[0])
        assert await states(desk_of, visits) == [gone, WAITS, WAITS, WAITS]
        await perform(desk_of, take_back, appointment_id=visits[0])
    with frozen(TEN + timedelta(minutes=31)):
        await perform(desk_of, mark_no_show, appointment_id=visits[1])
        assert await states(desk_of, visits) == [gone, gone, WAITS, WAITS]
        missed = await look(desk_of, count_missed, patient_ids=[desk.patient])
        assert (missed[desk.patient].missed, missed[desk.patient].due) == (1, 1)
        await perform(desk_of, correct_no_show, appointment_id=visits[1])
        assert await states(desk_of, visits) == [HERE, HERE, HERE, WAITS]


async def test_what_was_called_off_at_once_comes_back_at_once_as_far_as_it_can(
    clinic: Clinic,
) -> None:
    desk, visits = await expected(clinic)
    desk_of, off = clinic.reception, Status.CANCELLED
    with frozen(MORNING):
        await perform(desk_of, cancel_appointment, appointment_id=visits[3], reason="Not needed")
        whole: dict[str, Any] = {"scope": Scope.COMING, "reason": "Ill"}
        await perform(desk_of, cancel_series, appointment_id=visits[0], **whole)
        await book(
            desk_of,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(10, 30),
        )
        done = await perform(desk_of, take_back, appointment_id=visits[0])
        assert (done.to, done.visits) == (WAITS, 2)
        assert "Check-up: This visit's time has been given away" in done.refused[0]
        assert await states(desk_of, visits) == [WAITS, off, WAITS, off]
