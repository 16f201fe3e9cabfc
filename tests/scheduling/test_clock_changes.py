"""The nights on which clocks change, both ways, in four zones: the wall time stays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from clinic_app.database.transaction import look
from clinic_app.kit.clock import frozen
from clinic_app.kit.zones import (
    ClockChange,
    NoSuchTime,
    TimeComesTwice,
    clock_change,
    day_bounds,
    to_instant,
    to_wall,
    which_pass,
)
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.hours.date_rules import DateRule
from clinic_app.scheduling.hours.worked_days import worked_days
from clinic_app.scheduling.rows import WeekSpan
from clinic_app.scheduling.wall_words import clock, exact_clock
from clinic_app.web.scheduling.booking.booking_words import parse_gap, slot_choices
from clinic_app.web.scheduling.calendar.calendar_moves import wall_time
from tests.cast import found_clinic
from tests.scheduling.furniture import add_room, book, hire, offer, register
from tests.scheduling.test_slots_and_clocks import NIGHTS

# (zone, a wall time that is skipped, one that comes twice, minutes by which the clocks go)
CHANGES = [
    ("America/New_York", "2027-03-14T02:30", "2027-11-07T01:30", 60),
    ("Europe/Berlin", "2027-03-28T02:30", "2027-10-31T02:30", 60),
    ("Australia/Lord_Howe", "2027-10-03T02:15", "2027-04-04T01:45", 30),
    ("Africa/Casablanca", "2026-03-22T02:30", "2026-02-15T02:30", 60),  # Ramadan ends, begins
]
DAY = 24 * 60
AT = {  # minutes since midnight at which the clocks go back
    "America/New_York": 120,
    "Europe/Berlin": 180,
    "Australia/Lord_Howe": 120,
    "Africa/Casablanca": 180,
}


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def both(twice: str, place: str) -> tuple[datetime, datetime]:
    first, second = (to_instant(wall(twice), place, second_pass=one) for one in (False, True))
    return first, second


@pytest.mark.parametrize(("place", "skipped", "twice", "minutes"), CHANGES)
def test_the_passes_are_told_apart_in_words(
    place: str, skipped: str, twice: str, minutes: int
) -> None:
    first, second = both(twice, place)
    assert second - first == timedelta(minutes=minutes)
    assert [which_pass(one, place) for one in (first, second)] == [1, 2]
    said = f"{wall(twice).hour}:{wall(twice):%M}"
    assert exact_clock(first, place) == f"{said} (first)"
    assert exact_clock(second, place) == f"{said} (second)"
    for at in (first - timedelta(hours=2), second + timedelta(hours=2)):
        assert which_pass(at, place) == 0
    with pytest.raises(NoSuchTime, match="does not exist"):
        to_instant(wall(skipped), place)


@pytest.mark.parametrize(("place", "skipped", "twice", "minutes"), CHANGES)
def test_the_grid_of_that_night_has_both(
    place: str, skipped: str, twice: str, minutes: int
) -> None:
    """Also where only the second of the two is left to be offered."""
    del skipped, minutes
    lasts = timedelta(minutes=15)
    for starts in (both(twice, place), both(twice, place)[1:]):
        slots = tuple(FreeSlot(start, start + lasts, ()) for start in starts)
        labels = [choice.label[-8:] for choice in slot_choices(slots, place)]
        assert labels == [" (first)", "(second)"][-len(starts) :]
        chosen = [datetime.fromisoformat(one.start) for one in slot_choices(slots, place)]
        assert chosen == list(starts)


@pytest.mark.parametrize(("place", "skipped", "twice", "minutes"), CHANGES)
def test_exceptions_and_holidays_last_as_long_as_the_night_does(
    place: str, skipped: str, twice: str, minutes: int
) -> None:
    for text, longer in ((skipped, -minutes), (twice, minutes)):
        day = wall(text).date()
        begins, ends = (int(one.timestamp()) for one in day_bounds(day, place))
        night = WeekSpan(day, day.weekday(), "work", time(0), time(6))
        own = {day: DateRule("instead", (night,))}
        (worked,) = worked_days({}, own, {}, [day], place).work
        assert worked == (begins, begins + (6 * 60 + longer) * 60)
        closed = worked_days({}, {}, {day: "Rest"}, [day], place)
        assert closed.why_off == ((begins, ends, "Closed: Rest"),)
        assert (ends - begins) // 60 == DAY + longer


@pytest.mark.parametrize(("place", "skipped", "twice", "minutes"), CHANGES)
async def test_booked_and_shown_by_the_wall(
    database: str, place: str, skipped: str, twice: str, minutes: int
) -> None:
    del database
    clinic = await found_clinic(time_zone=place)
    with frozen(datetime(2026, 1, 1, tzinfo=UTC)):
        await add_room(clinic)
        service = await offer(clinic, await hire(clinic, hours=NIGHTS), minutes=15)
        asked = {"patient_id": await register(clinic), "service_id": service}
        with pytest.raises(NoSuchTime, match="does not exist"):
            await book(clinic.reception, **asked, start=wall(skipped))
        with pytest.raises(TimeComesTwice, match="comes twice"):
            await book(clinic.reception, **asked, start=wall(twice))
        for start in both(twice, place):
            visit = await book(clinic.reception, **asked, start=start)
            assert (visit.start, to_wall(visit.start, place)) == (start, wall(twice))
        day: date = wall(twice).date()
        for words, start in zip(("first", "second"), both(twice, place), strict=True):
            assert wall_time(f"{twice}/{words}", place) == start  # as a drop on the calendar says
            assert parse_gap(f"{twice}/{words}") == (day, f"{clock(wall(twice))} ({words})")
        shown = await look(clinic.reception, load_calendar, first_day=day)
        assert [(one.start, one.again, one.lasts) for one in shown.visits] == [
            (twice, False, 15),
            (twice, True, 15),
        ]
        assert clock_change(day, place) == ClockChange(AT[place], -minutes)
        assert clock_change(day + timedelta(days=1), place) is None
        spring = clock_change(wall(skipped).date(), place)
        assert spring is not None
        assert spring.by == minutes
