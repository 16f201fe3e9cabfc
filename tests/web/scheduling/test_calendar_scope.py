"""A drop of one visit of a series asks how many it is about; Undo brings all of them back."""

from datetime import timedelta
from typing import Any

import pytest_asyncio

from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.list_coming import list_coming
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, book, monday, register
from tests.scheduling.test_series import visits_of
from tests.scheduling.test_series_changes import WEEK, four_mondays, walls
from tests.web.scheduling.test_calendar_moves import Hands
from tests.web.tab import Tab, sign_in


@pytest_asyncio.fixture
async def hands(clinic: Clinic) -> Hands:
    """Four Mondays at ten; the calendar is open."""
    desk, visits = await four_mondays(clinic)
    first = visits[0]
    visit = Booked(
        AppointmentId(first.id),
        PractitionerId(first.practitioner_id),
        RoomId(first.room_id) if first.room_id else None,
        first.starts_at,
        first.ends_at,
        outside_hours=False,
        version=first.version,
    )
    with frozen(MORNING):
        tab = Tab(await sign_in(clinic.reception))
        await tab.send(CalendarState, "retry")
    return Hands(desk, tab, visit)


async def drop(hands: Hands, start: str = "2027-03-01T11:00", **more: object) -> CalendarState:
    """Drop the first visit, and look at what the page asks."""
    asked = {"column_id": "", "start": start, "minutes": 0, "serial": 7} | more
    visit = (str(hands.visit.appointment_id), hands.visit.version)
    assert await hands.tab.send(CalendarState, "move", *visit, *asked.values()) is None
    return hands.tab.state(CalendarState)


async def choose(hands: Hands, **form: str) -> Any:  # noqa: ANN401  # as a handler answers
    return await hands.tab.send(CalendarState, "take_scope", form)


async def test_it_asks_moves_what_is_chosen_and_puts_it_back(hands: Hands, clinic: Clinic) -> None:
    before = [(one.starts_at, one.series_wall) for one in await visits_of(clinic)]
    with frozen(MORNING):
        page = await drop(hands, minutes=45)
        assert (page.scope_asked, page.answered) == (True, 0)
        assert page.scope_words == "To Mon 1 Mar, 11:00, 45 min"
        moved = await hands.said(await choose(hands, scope="all"))
        assert (moved.words, moved.label) == ("Moved 4 visits.", "Undo")
        assert (page.scope_asked, page.answered) == (False, 7)
        assert await walls(clinic) == [monday(11) + week * WEEK for week in range(4)]
        lengths = {one.ends_at - one.starts_at for one in await visits_of(clinic)}
        assert lengths == {timedelta(minutes=45)}
        assert (await hands.press(moved)).words == "Put 4 visits back."
    after = await visits_of(clinic)
    assert [(one.starts_at, one.series_wall) for one in after] == before
    assert {one.ends_at - one.starts_at for one in after} == {timedelta(minutes=30)}


async def test_dates_that_cannot_are_named_in_the_dialog(hands: Hands, clinic: Clinic) -> None:
    desk: Desk = hands.desk
    with frozen(MORNING):
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(11) + 2 * WEEK,
        )
        page = await drop(hands)
        assert await choose(hands, scope="following") is None
        assert "Mon 15 Mar 2027, 11:00" in page.scope_errors["scope"]
        moved = await hands.said(await choose(hands, scope="following", leave="on"))
    assert moved.words == "Moved 3 visits; 1 stays as it was."


async def test_hours_are_overruled_for_all_and_a_taken_time_is_not(
    hands: Hands, clinic: Clinic
) -> None:
    with frozen(MORNING):
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=hands.desk.service,
            start=monday(19) + 2 * WEEK,
            outside_hours=True,
        )
        page = await drop(hands, "2027-03-01T19:00")
        assert await choose(hands, scope="all") is None
        assert page.scope_errors["anyway"].startswith("Move anyway, outside working hours")
        assert await choose(hands, scope="all", anyway="on") is None
        assert "Mon 15 Mar 2027, 19:00" in page.scope_errors["scope"]
        assert "anyway" not in page.scope_errors
        moved = await hands.said(await choose(hands, scope="all", anyway="on", leave="on"))
        assert moved.words == "Moved 3 visits; 1 stays as it was."
        marked = [one.outside_hours for one in await visits_of(clinic) if one.series_id]
        assert marked == [True, True, False, True]
        assert (await hands.press(moved)).words == "Put 3 visits back."
    assert not any(one.outside_hours for one in await visits_of(clinic) if one.series_id)


async def test_escape_moves_nothing_and_only_this_one_moves_alone(
    hands: Hands, clinic: Clinic
) -> None:
    with frozen(MORNING):
        page = await drop(hands)
        await hands.tab.send(CalendarState, "show_scope", False)  # as Radix sends
        assert (page.scope_asked, page.answered) == (False, 7)
        assert await choose(hands, scope="all") is None  # there is nothing to decide any more
        assert await walls(clinic) == [monday(10) + week * WEEK for week in range(4)]
        await drop(hands)
        moved = await hands.said(await choose(hands, scope="one"))
    assert moved.words == "Moved to Mon 1 Mar, 11:00."
    assert (await walls(clinic))[1:] == [monday(10) + week * WEEK for week in range(1, 4)]


async def test_where_not_all_of_a_coming_fits_the_nearest_times_are_offered(
    hands: Hands, clinic: Clinic
) -> None:
    desk: Desk = hands.desk
    with frozen(MORNING):
        parts = [AskedPart(desk.service)] * 2
        asked: dict[str, Any] = {"patient_id": await register(clinic), "start": monday(14)}
        coming = await perform(clinic.reception, book_together, **asked, parts=parts)
        rival: dict[str, Any] = {"patient_id": await register(clinic), "start": monday(16)}
        await book(clinic.doctor, service_id=desk.service, **rival)
        second = Hands(desk, hands.tab, coming[1])
        page = await drop(second, "2027-03-01T16:30")  # with the first at 16:00
        assert await choose(second, scope="coming") is None
        assert "One service cannot be moved there" in page.scope_errors["scope"]
        assert [one.label for one in page.scope_nearest] == ["14:45", "15:00", "15:15", "15:30"]
        assert await second.tab.send(CalendarState, "take_nearest", "2027-03-01T16:00") is None
        near = page.scope_nearest[-1].start
        moved = await second.said(await second.tab.send(CalendarState, "take_nearest", near))
        assert (moved.words, page.scope_asked) == ("Moved 2 visits.", False)
        first = await look(clinic.reception, list_coming, appointment_id=coming[0].appointment_id)
    assert [to_wall(one.start, clinic.time_zone) for one in first] == [
        *(monday(15), monday(15, 30)),
    ]


async def test_a_longer_visit_leaves_a_series_at_its_time(hands: Hands, clinic: Clinic) -> None:
    """One that was moved on its own is lengthened with the others: none of them moves to it."""
    with frozen(MORNING):
        await drop(hands, "2027-03-01T14:00")
        await hands.said(await choose(hands, scope="one"))
        first = (await visits_of(clinic))[0]
        again = Hands(hands.desk, hands.tab, hands.visit)
        object.__setattr__(again.visit, "version", first.version)
        await drop(again, "2027-03-01T14:00", minutes=60)
        await hands.said(await choose(hands, scope="all"))
    hours = [wall.hour for wall in await walls(clinic)]
    assert hours == [14, 10, 10, 10]
    lengths = {one.ends_at - one.starts_at for one in await visits_of(clinic)}
    assert lengths == {timedelta(minutes=60)}
