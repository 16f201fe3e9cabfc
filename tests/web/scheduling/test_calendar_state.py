"""The calendar page's state: which days, whose columns, which colours, and what is sent."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
import pytest_asyncio
from psycopg import connect
from reflex.istate.data import ReflexURL

from clinic_app.access.roles import Role
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.zones import to_instant
from clinic_app.live.announce import announce
from clinic_app.live.hub import hub
from clinic_app.live.topics import Topic
from clinic_app.web.react.calendar import CalendarVisit
from clinic_app.web.scheduling.calendar.calendar_agenda import agenda_days
from clinic_app.web.scheduling.calendar.calendar_month import step_month
from clinic_app.web.scheduling.calendar.calendar_sheet import load_sheet
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from tests.cast import Clinic
from tests.fakes.until import until
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    add_device,
    add_room,
    book,
    counted,
    furnish,
    hire,
    monday,
    register,
)
from tests.scheduling.visits import Placing, place
from tests.web.tab import Tab, sign_in


@pytest.fixture(autouse=True)
def clock() -> Generator[None]:
    """It is Monday 1 March 2027, seven o'clock in New York."""
    with frozen(MORNING):
        yield


@dataclass
class Desk:
    """The reception's open calendar, and who works in the clinic."""

    clinic: Clinic
    tab: Tab
    zhao: Placing
    hassan: PractitionerId

    @property
    def state(self) -> CalendarState:
        """What the browser is shown."""
        return self.tab.state(CalendarState)

    async def send(self, handler: str, *arguments: object) -> CalendarState:
        """Click somewhere, and look."""
        await self.tab.send(CalendarState, handler, *arguments)
        return self.state

    async def visit(self, start: datetime, status: str = "booked") -> None:
        """Put a visit to Dr. Lin Zhao into the calendar."""
        await place(self.zhao, to_instant(start, self.clinic.time_zone), status=status)


@pytest_asyncio.fixture
async def desk(clinic: Clinic) -> Desk:
    """Two practitioners, and the calendar opened by the reception."""
    made = await furnish(clinic)
    hassan = await hire(clinic, "Dr. Omar Hassan")
    tab = Tab(await sign_in(clinic.reception))
    zhao = Placing(clinic, made.practitioner, made.service, made.patient)
    await tab.send(CalendarState, "open")
    return Desk(clinic, tab, zhao, hassan)


async def test_it_opens_on_the_clinics_today(desk: Desk) -> None:
    await desk.visit(monday(9))
    state = await desk.send("retry")
    assert (state.view, state.day) == ("day", "2027-03-01")
    assert (state.title, state.short_title) == ("Monday, 1 March", "Mon 1 Mar")
    assert state.now == "2027-03-01T07:00:00"
    assert [visit.title for visit in state.visits] == ["Sofia Marín"]
    assert [column.title for column in state.columns] == ["Dr. Lin Zhao", "Dr. Omar Hassan"]
    assert state.count == "1 visit"
    assert state.loaded
    assert not state.failed


async def test_an_address_opens_at_its_date(desk: Desk) -> None:
    address = ReflexURL("http://clinic.example/calendar?date=2027-05-21")
    desk.tab.root.router = replace(desk.tab.root.router, url=address)
    await desk.send("open")
    assert (await desk.send("retry")).day == "2027-05-21"


async def test_who_comes_back_finds_the_day_they_left(desk: Desk) -> None:
    await desk.send("forward")
    await desk.send("open")
    assert (await desk.send("retry")).day == "2027-03-02"


async def test_a_tab_left_open_on_today_follows_to_the_next_morning(desk: Desk) -> None:
    await desk.send("retry")
    with frozen(datetime(2027, 3, 2, 12, tzinfo=UTC)):
        desk.tab = _same_tab(desk.tab, await sign_in(desk.clinic.reception))
        await desk.send("open")
        assert (await desk.send("retry")).day == "2027-03-02"


def _same_tab(tab: Tab, token: str) -> Tab:
    """The tab after signing in again: its state lives on, its cookie is new."""
    fresh = Tab(token)
    tab.root.router = fresh.root.router
    return tab


async def test_stepping_through_days_and_weeks(desk: Desk) -> None:
    assert (await desk.send("forward")).day == "2027-03-02"
    assert (await desk.send("week_back")).day == "2027-02-23"
    assert (await desk.send("back")).day == "2027-02-22"
    assert (await desk.send("show_as", "week")).title == "22–28 February"
    assert (await desk.send("forward")).title == "1–7 March"
    assert (await desk.send("change_date", "2027-04-01")).title == "29 March – 4 April"
    assert (await desk.send("today")).day == "2027-03-01"


async def test_a_day_of_the_week_shown_opens_as_a_day(desk: Desk) -> None:
    await desk.send("show_as", "week")
    state = await desk.send("change_date", "2027-03-04")
    assert (state.view, state.title) == ("day", "Thursday, 4 March")


async def test_the_date_picker_keeps_the_week(desk: Desk) -> None:
    await desk.send("show_as", "week")
    state = await desk.send("pick_date", "2028-01-01")
    assert (state.view, state.title) == ("week", "27 December – 2 January 2028")


@pytest.mark.parametrize("typed", ["", "0002-11-20", "2027-13-01", "tomorrow", "9999-12-31"])
async def test_half_typed_dates_do_nothing(desk: Desk, typed: str) -> None:
    await desk.send("retry")
    for handler in ("pick_date", "change_date"):
        assert (await desk.send(handler, typed)).day == "2027-03-01"


async def test_a_practitioner_can_be_hidden_seen_alone_and_all_shown_again(desk: Desk) -> None:
    await desk.visit(monday(9))
    await desk.send("retry")
    state = await desk.send("toggle", str(desk.zhao.practitioner))
    assert [column.title for column in state.columns] == ["Dr. Omar Hassan"]
    assert state.visits == []
    assert {shade.column_id for shade in state.shades} == {str(desk.hassan)}
    assert state.filter_words == "Dr. Omar Hassan"
    assert [choice.shown for choice in state.choices] == [False, True]
    state = await desk.send("show_only", str(desk.zhao.practitioner))
    assert [column.title for column in state.columns] == ["Dr. Lin Zhao"]
    assert len((await desk.send("forward")).columns) == 1  # the choice is kept
    state = await desk.send("show_all")
    assert state.filter_words == "All practitioners"
    assert len(state.columns) == 2


async def test_colours_by_state_come_with_their_legend(desk: Desk) -> None:
    await desk.visit(monday(9), "checked_in")
    state = await desk.send("retry")
    assert [(row.tint, row.words) for row in state.legend] == [("teal", "Check-up")]
    assert [visit.tint for visit in state.visits] == ["teal"]
    state = await desk.send("colour", "state")
    assert [visit.tint for visit in state.visits] == ["green"]
    assert ("green", "Arrived") in [(row.tint, row.words) for row in state.legend]


async def test_marks_tell_who_is_new_done_and_called_off(desk: Desk) -> None:
    for hour, status in enumerate(["completed", "cancelled", "no_show", "in_visit"], start=9):
        await desk.visit(monday(hour), status)
    room = await add_room(desk.clinic, "Room 3")
    late = Placing(desk.clinic, desk.hassan, desk.zhao.service, await register(desk.clinic))
    start = to_instant(monday(19), desk.clinic.time_zone)
    await place(late, start, room=room, outside_hours=True)
    visits = (await desk.send("retry")).visits
    assert [(one.tag, one.faded, one.struck) for one in visits] == [
        ("done", True, False),
        ("", False, True),
        ("no-show", False, True),
        ("in visit", False, False),
        ("new", False, False),
    ]
    assert visits[-1].outside_hours
    assert visits[-1].detail == "Check-up · Room 3"
    assert desk.state.count == "3 visits"  # those called off do not count


async def test_a_strangers_calendar_stays_empty(desk: Desk, other_clinic: Clinic) -> None:
    await desk.visit(monday(9))
    stranger = Tab(await sign_in(other_clinic.owner))
    await stranger.send(CalendarState, "retry")
    state = stranger.state(CalendarState)
    assert state.loaded
    assert (state.visits, state.columns, state.choices) == ([], [], [])
    await stranger.send(CalendarState, "show_only", str(desk.zhao.practitioner))
    assert state.columns == []


async def test_a_push_that_changes_nothing_sends_no_rows(desk: Desk) -> None:
    await desk.visit(monday(9))
    await desk.send("retry")
    desk.tab.root._clean()  # pyright: ignore[reportPrivateUsage]  # as after an update was sent
    await desk.send("retry")
    sent = desk.state.get_delta()[CalendarState.get_full_name()]
    names = {name.split("_rx_state_")[0] for name in sent}
    assert names <= {"now", "failed", "loaded"}


@pytest_asyncio.fixture
async def broken(database_url: str) -> AsyncGenerator[None]:
    """The application may not read appointments for a while."""
    with connect(database_url, autocommit=True) as owner:
        owner.execute("REVOKE SELECT ON appointment FROM polyclinic_app")
        yield
        owner.execute("GRANT SELECT ON appointment TO polyclinic_app")


async def test_what_cannot_be_loaded_is_said_and_not_shown_as_empty(
    desk: Desk, broken: None, database_url: str
) -> None:
    del broken
    state = await desk.send("retry")
    assert state.failed
    assert not state.loaded
    with connect(database_url, autocommit=True) as owner:
        owner.execute("GRANT SELECT ON appointment TO polyclinic_app")
    state = await desk.send("retry")
    assert state.loaded
    assert not state.failed


async def test_fifty_open_calendars_cost_one_query_a_change(desk: Desk) -> None:
    """Whatever the roles of those who look, and again after the next change."""
    watchers = [desk.clinic.team[role] for role in Role] * 7

    async def looked_again() -> bool:
        return hub.version(desk.clinic.organization_id, (Topic.CALENDAR,)) > version

    for hour in (9, 10):
        await desk.visit(monday(hour))
        version = hub.version(desk.clinic.organization_id, (Topic.CALENDAR,))
        async with transaction(organization=desk.clinic.organization_id) as session:
            await announce(session, desk.clinic.organization_id, Topic.CALENDAR)
        await until(looked_again)
        with counted() as statements:
            sheets = await asyncio.gather(*(load_sheet(who, MONDAY, 1) for who in watchers))
        assert {len(sheet.rows.visits) for sheet in sheets if sheet} == {hour - 8}
        assert len([each for each in statements if " FROM " in each]) == 1


async def test_rooms_and_devices_have_columns_of_their_own(desk: Desk) -> None:
    scope = await add_device(desk.clinic, "US-1")
    start = to_instant(monday(9), desk.clinic.time_zone)
    visit = await place(desk.zhao, start, devices=(scope,))
    state = await desk.send("show_columns", "room")
    assert [(one.title, one.initials, one.takes) for one in state.columns] == [
        ("Room 1", "R1", True),
        ("No room", "–", False),
    ]
    assert [(one.column_id, one.detail) for one in state.visits] == [
        ("", "Check-up · Dr. Lin Zhao · US-1")
    ]
    assert state.shades == []
    state = await desk.send("show_columns", "device")
    assert [(one.id, one.column_id) for one in state.visits] == [(f"{visit}@{scope}", str(scope))]
    assert (state.filter_words, state.count) == ("By device", "1 visit")
    state = await desk.send("toggle", str(desk.zhao.practitioner))
    assert (state.visits, state.filter_words) == ([], "By device · 1 of 2")


async def test_a_month_opens_its_days(desk: Desk) -> None:
    await desk.visit(monday(9))
    await desk.send("retry")
    state = await desk.send("show_as", "month")
    assert (state.title, len(state.month), state.count) == ("March 2027", 35, "1 visit")
    first = state.month[0]
    assert (first.name, first.count, first.outside, first.today) == (
        *("Monday 1 March", "1 visit", False, True),
    )
    assert [(one.time, one.title) for one in first.first] == [("9:00", "Sofia Marín")]
    assert (await desk.send("toggle", str(desk.zhao.practitioner))).month[0].count == ""
    assert (await desk.send("turn", -1)).title == "February 2027"
    state = await desk.send("open_day", "2027-02-11")
    assert (state.view, state.day, state.month) == ("day", "2027-02-11", [])


async def test_an_agenda_lists_two_weeks_by_day(desk: Desk) -> None:
    await desk.visit(monday(9))
    await desk.visit(monday(10) + timedelta(days=13), "cancelled")
    await desk.visit(monday(10) + timedelta(days=14))
    state = await desk.send("show_as", "agenda")
    assert state.title == "1 March – 14 March"
    assert [(day.title, day.count, day.today) for day in state.agenda] == [
        ("Today, Mon 1 Mar", "1 visit", True),
        ("Sun 14 Mar", "0 visits", False),
    ]
    assert [(one.time, one.who) for one in state.agenda[0].lines] == [("9:00–9:30", "Dr. Lin Zhao")]
    assert state.visits == []
    assert (await desk.send("forward")).day == "2027-03-15"


def test_an_agenda_sends_no_more_than_a_screen_takes() -> None:
    rows = [
        CalendarVisit(str(n), "", f"2027-03-0{1 + n // 100}T09:00", "2027-03-01T09:30", "x")
        for n in range(300)
    ]
    days = agenda_days(rows, {}, MONDAY, MONDAY)
    assert [(len(day.lines), day.count, day.more) for day in days] == [
        (100, "100 visits", ""),
        (50, "100 visits", "50 more: open the day"),
        (0, "100 visits", "100 more: open the day"),
    ]


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), -1, date(2026, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_month_is_turned_to_the_same_day_or_its_last(day: date, months: int, there: date) -> None:
    assert step_month(day, months) == there


async def test_a_time_says_why_it_is_not_free(desk: Desk, other_clinic: Clinic) -> None:
    await book(
        desk.clinic.reception,
        patient_id=desk.zhao.patient,
        service_id=desk.zhao.service,
        start=monday(9),
    )
    await desk.send("retry")
    zhao = str(desk.zhao.practitioner)
    taken = (await desk.send("ask_why", zhao, "2027-03-01T09:15", "")).why
    assert (taken.column_id, taken.start) == (zhao, "2027-03-01T09:15")
    assert len(taken.reasons) >= 1
    assert "Sofia" not in str(taken.reasons)
    assert (await desk.send("ask_why", zhao, "2027-03-01T10:00", "")).why.reasons == []
    assert (await desk.send("ask_why", zhao, "2027-03-01T12:15", "")).why.reasons != []  # the break
    await desk.send("show_columns", "room")
    room = desk.state.columns[0].id
    in_use = (await desk.send("ask_why", room, "2027-03-01T09:15", "")).why
    assert in_use.reasons == ["Room 1 is taken from 9:00 to 9:30."]
    stranger = Tab(await sign_in(other_clinic.owner))
    await stranger.send(CalendarState, "ask_why", zhao, "2027-03-01T09:15", "")
    assert "another visit" not in str(stranger.state(CalendarState).why)
