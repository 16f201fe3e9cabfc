"""Working hours of a day: breaks taken out, weeks picked, and both changes of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.hours.hours_rules import (
    BREAK,
    END_OF_DAY,
    WORK,
    joined,
    less,
    newly_worked,
    week_of,
    weeks_of,
    working_spans,
)
from clinic_app.scheduling.rows import WeekSpan

SPRING = date(2026, 1, 5)

# A zone and the days on which its clocks change.
CHANGES = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
]

times = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


def span(day: date, starts: str, ends: str, kind: str = WORK) -> WeekSpan:
    return WeekSpan(
        SPRING, day.weekday(), kind, time.fromisoformat(starts), time.fromisoformat(ends)
    )


@st.composite
def week_spans(draw: st.DrawFn, weekday: int) -> list[WeekSpan]:
    bounds = draw(st.lists(st.tuples(times, times, st.sampled_from((WORK, BREAK))), max_size=8))
    return [
        WeekSpan(SPRING, weekday, kind, min(one, other), max(one, other))
        for one, other, kind in bounds
        if one != other
    ]


def walls(zone: str, spans: list[tuple[datetime, datetime]]) -> list[str]:
    assert all(start.tzinfo == UTC for start, _ in spans)
    shown = [(to_wall(start, zone), to_wall(end, zone)) for start, end in spans]
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in shown]


def test_several_spans_less_their_breaks() -> None:
    day = date(2026, 6, 1)
    week = [
        span(day, "13:00", "17:00"),
        span(day, "08:00", "12:00"),
        span(day, "10:00", "10:15", BREAK),
        span(day, "16:30", "17:00", BREAK),
        span(day + timedelta(days=1), "06:00", "07:00"),
    ]
    worked = working_spans(week, day, "Europe/Berlin")
    assert walls("Europe/Berlin", worked) == ["08:00-10:00", "10:15-12:00", "13:00-16:30"]


def test_hours_are_wall_times_in_summer_and_winter() -> None:
    week = [span(date(2026, 1, 5), "09:00", "10:00")]
    winter = working_spans(week, date(2026, 1, 5), "America/New_York")
    summer = working_spans(week, date(2026, 7, 6), "America/New_York")
    assert winter[0][0] == datetime(2026, 1, 5, 14, tzinfo=UTC)
    assert summer[0][0] == datetime(2026, 7, 6, 13, tzinfo=UTC)


def test_a_night_loses_the_skipped_hour_and_gains_the_double_one() -> None:
    short, long = date(2026, 3, 29), date(2026, 10, 25)
    week = [span(short, "00:00", "06:00")]
    (lost,) = working_spans(week, short, "Europe/Berlin")
    (gained,) = working_spans(week, long, "Europe/Berlin")
    assert lost[1] - lost[0] == timedelta(hours=5)
    assert gained[1] - gained[0] == timedelta(hours=7)


def test_a_span_inside_the_skipped_hour_is_no_time_at_all() -> None:
    day = date(2026, 3, 8)
    assert working_spans([span(day, "02:10", "02:50")], day, "America/New_York") == []


def test_a_span_to_the_last_minute_ends_with_the_day() -> None:
    day = date(2026, 6, 1)
    (worked,) = working_spans([span(day, "00:00", "23:59")], day, "Asia/Kolkata")
    assert worked == day_bounds(day, "Asia/Kolkata")


def test_what_a_change_of_weeks_opens() -> None:
    day = date(2026, 6, 1)
    before = {SPRING: (span(day, "09:00", "12:00"), span(day, "10:00", "10:30", BREAK))}
    later = day + timedelta(weeks=1)
    after = before | {later: (span(day, "08:00", "13:00"), span(day, "11:00", "12:00", BREAK))}
    zone = "Europe/Berlin"
    opened = newly_worked(before, after, later, zone)
    assert walls(zone, opened) == ["08:00-09:00", "10:00-10:30", "12:00-13:00"]
    assert newly_worked(before, after, day, zone) == []  # the new week does not rule yet
    assert walls(zone, newly_worked(after, before, later, zone)) == ["11:00-12:00"]


@given(st.data(), st.sampled_from(CHANGES))
def test_spans_are_sorted_apart_within_the_day_and_never_in_a_break(
    data: st.DataObject, change: tuple[str, date]
) -> None:
    zone, day = change
    week = data.draw(week_spans(day.weekday()))
    spans = working_spans(week, day, zone)
    opens, closes = day_bounds(day, zone)
    assert all(opens <= start < end <= closes for start, end in spans)
    assert all(before[1] < after[0] for before, after in pairwise(spans))


@given(st.data(), st.sampled_from(CHANGES))
def test_every_minute_of_the_day_is_worked_exactly_when_the_wall_says_so(
    data: st.DataObject, change: tuple[str, date]
) -> None:
    zone, day = change
    week = data.draw(week_spans(day.weekday()))
    spans = working_spans(week, day, zone)
    opens, closes = day_bounds(day, zone)
    seen: set[time] = set()
    minute = opens + timedelta(minutes=data.draw(st.integers(0, 10)))
    while minute < closes:
        wall = to_wall(minute, zone).time()
        if wall not in seen and not _comes_twice(minute, zone):
            assert any(start <= minute < end for start, end in spans) == _works(week, wall)
        seen.add(wall)
        minute += timedelta(minutes=11)


def _works(week: list[WeekSpan], wall: time) -> bool:
    def inside(kind: str) -> bool:
        return any(
            s.kind == kind and s.starts <= wall and (wall < s.ends or s.ends >= END_OF_DAY)
            for s in week
        )

    return inside(WORK) and not inside(BREAK)


def _comes_twice(instant: datetime, zone: str) -> bool:
    wall = to_wall(instant, zone)
    shifts = (timedelta(minutes=minutes) for minutes in (-60, -30, 30, 60))
    return any(to_wall(instant + shift, zone) == wall for shift in shifts)


@pytest.mark.parametrize(
    ("day", "ruling"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 5), date(2026, 1, 5)),
        (date(2026, 2, 28), date(2026, 1, 5)),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2030, 1, 1), date(2026, 3, 1)),
    ],
)
def test_the_latest_week_not_after_a_day_rules_it_even_an_empty_one(
    day: date, ruling: date | None
) -> None:
    monday = WeekSpan(date(2026, 1, 5), 0, WORK, time(9), time(17))
    weeks = weeks_of([date(2026, 1, 5), date(2026, 3, 1)], [monday])
    assert week_of(weeks, day) == ((monday,) if ruling == date(2026, 1, 5) else ())


moments = st.integers(0, 60).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
spans_drawn = st.lists(st.tuples(moments, moments).map(lambda s: (min(s), max(s))), max_size=6)


@given(spans_drawn, spans_drawn)
def test_what_is_left_is_what_was_there_and_not_taken(
    spans: list[tuple[datetime, datetime]], taken: list[tuple[datetime, datetime]]
) -> None:
    left = less(joined(spans), taken)
    for n in range(61):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
        was = any(start <= at < end for start, end in spans)
        gone = any(start <= at < end for start, end in taken)
        assert any(start <= at < end for start, end in left) == (was and not gone)
