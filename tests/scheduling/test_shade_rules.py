"""What a calendar shades, and which hours it draws."""

from datetime import UTC, date, datetime, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clinic_app.scheduling.calendar.shade_rules import Absence, day_shades, hours_worked
from clinic_app.scheduling.rows import WeekSpan

FRIDAY = date(2026, 11, 20)
BEGINNING = date(2026, 1, 1)


def span(kind: str, starts: time, ends: time, weekday: int = 4) -> WeekSpan:
    return WeekSpan(BEGINNING, weekday, kind, starts, ends)


OFFICE = (span("work", time(9), time(17)), span("break", time(12), time(13)))


def at(hour: int, minute: int = 0, day: date = FRIDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


def words(shades: list[Absence]) -> list[str]:
    return [f"{shade.start:%H:%M}-{shade.end:%H:%M} {shade.label}" for shade in shades]


def test_a_working_day_is_shaded_around_its_hours_and_in_its_break() -> None:
    assert words(day_shades(OFFICE, FRIDAY, "UTC")) == [
        "00:00-09:00 Not working",
        "12:00-13:00 Break",
        "17:00-00:00 Not working",
    ]


def test_a_free_day_is_one_shade() -> None:
    assert words(day_shades(OFFICE, date(2026, 11, 21), "UTC")) == ["00:00-00:00 Not working"]


def test_a_break_after_work_is_no_break() -> None:
    late = (span("work", time(9), time(12)), span("break", time(12), time(13)))
    assert words(day_shades(late, FRIDAY, "UTC")) == [
        "00:00-09:00 Not working",
        "12:00-00:00 Not working",
    ]


def test_being_away_says_why_and_covers_the_break() -> None:
    round_ = Absence(at(11), at(15), "Ward round")
    assert words(day_shades(OFFICE, FRIDAY, "UTC", [round_])) == [
        "00:00-09:00 Not working",
        "11:00-15:00 Ward round",
        "17:00-00:00 Not working",
    ]


def test_a_holiday_of_a_week_is_one_shade_a_day_and_needs_no_reason() -> None:
    holiday = Absence(at(9, day=date(2026, 11, 16)), at(9, day=date(2026, 11, 23)), "")
    assert words(day_shades(OFFICE, FRIDAY, "UTC", [holiday])) == ["00:00-00:00 Away"]


def test_work_until_midnight_leaves_no_shade_behind_it() -> None:
    night = (span("work", time(16), time(23, 59)),)
    assert words(day_shades(night, FRIDAY, "UTC")) == ["00:00-16:00 Not working"]


def test_the_hours_drawn_hold_all_work_with_an_hour_to_spare() -> None:
    assert hours_worked([OFFICE]) == (8, 18)
    assert hours_worked([OFFICE, (span("work", time(7, 30), time(18, 15)),)]) == (6, 20)
    assert hours_worked([(span("work", time(0), time(23, 59)),)]) == (0, 24)
    assert hours_worked([]) == (8, 18)


moments = st.integers(0, 24 * 12 - 1).map(lambda n: time(n // 12, n % 12 * 5))
stretches = st.tuples(moments, moments).filter(lambda pair: pair[0] < pair[1])


def spans_of(kind: str) -> st.SearchStrategy[WeekSpan]:
    return stretches.map(lambda pair: span(kind, *pair))


spans = spans_of("work") | spans_of("break")
absences = stretches.map(
    lambda pair: Absence(
        datetime.combine(FRIDAY, pair[0], UTC), datetime.combine(FRIDAY, pair[1], UTC), "Away"
    )
)


@given(st.lists(spans, max_size=5), st.lists(absences, max_size=3))
def test_shades_never_overlap_and_never_cover_a_free_working_minute(
    week: list[WeekSpan], away: list[Absence]
) -> None:
    shades = day_shades(tuple(week), FRIDAY, "UTC", away)
    assert all(one.start < one.end for one in shades)
    assert all(one.end <= two.start for one, two in pairwise(shades))
    for minute in range(0, 24 * 60, 30):
        moment = at(minute // 60, minute % 60)
        works = any(s.kind == "work" and s.starts <= moment.time() < s.ends for s in week)
        rests = any(s.kind == "break" and s.starts <= moment.time() < s.ends for s in week)
        absent = any(one.start <= moment < one.end for one in away)
        shaded = any(one.start <= moment < one.end for one in shades)
        assert shaded == (absent or rests or not works)
