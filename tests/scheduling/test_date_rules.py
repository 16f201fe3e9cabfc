"""Which hours rule a date: its own, a holiday's none, or the week's."""

from datetime import date, time

import pytest

from clinic_app.scheduling.calendar.shade_rules import day_shades
from clinic_app.scheduling.hours.date_rules import DateRule, holidays_on, next_time, plan_day
from clinic_app.scheduling.hours.hours_rules import Week, walls_of
from clinic_app.scheduling.hours.worked_days import worked_days
from clinic_app.scheduling.rows import WeekSpan

THURSDAY = date(2026, 11, 26)
BEGINNING = date(2026, 1, 1)


def span(kind: str, starts: int, ends: int, weekday: int = 3) -> WeekSpan:
    last = time(23, 59) if ends == 24 else time(ends)
    return WeekSpan(BEGINNING, weekday, kind, time(starts), last)


WEEKS: dict[date, Week] = {BEGINNING: (span("work", 9, 17), span("break", 12, 13))}
HOLIDAY = {THURSDAY: "Thanksgiving"}


def rule(name: str, *spans: WeekSpan, note: str = "") -> dict[date, DateRule]:
    return {THURSDAY: DateRule(name, spans, note)}


def hours(own: dict[date, DateRule], holidays: dict[date, str]) -> list[str]:
    """Return the day as the calendar shades it: what is left is worked."""
    week, closed = plan_day(WEEKS, own, holidays, THURSDAY)
    return [
        f"{shade.start:%H}-{shade.end:%H} {shade.label}"
        for shade in day_shades(week, THURSDAY, "UTC", closed=closed)
    ]


@pytest.mark.parametrize(
    ("own", "holidays", "shades"),
    [
        ({}, {}, ["00-09 Not working", "12-13 Break", "17-00 Not working"]),
        ({}, HOLIDAY, ["00-00 Closed: Thanksgiving"]),
        (rule("closed"), {}, ["00-00 Closed"]),
        (rule("closed", note="Training"), HOLIDAY, ["00-00 Closed: Training"]),
        (rule("instead", span("work", 10, 12)), {}, ["00-10 Not working", "12-00 Not working"]),
        # A date's own word counts on a holiday as well.
        (
            rule("instead", span("work", 10, 12)),
            HOLIDAY,
            ["00-10 Not working", "12-00 Not working"],
        ),
        (
            rule("extra", span("work", 18, 20)),
            {},
            ["00-09 Not working", "12-13 Break", "17-18 Not working", "20-00 Not working"],
        ),
        # Extra hours are added to a holiday's none, not to the week's.
        (
            rule("extra", span("work", 18, 24)),
            HOLIDAY,
            ["00-18 Closed: Thanksgiving"],
        ),
        # Who works on purpose at noon has no break then.
        (
            rule("extra", span("work", 12, 13)),
            {},
            ["00-09 Not working", "17-00 Not working"],
        ),
    ],
)
def test_a_date_before_a_holiday_before_the_week(
    own: dict[date, DateRule], holidays: dict[date, str], shades: list[str]
) -> None:
    assert hours(own, holidays) == shades


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2026, 12, 3)])
def test_other_thursdays_are_as_ever(day: date) -> None:
    plan = plan_day(WEEKS, rule("closed"), HOLIDAY, day)
    assert (plan.week, plan.closed) == (WEEKS[BEGINNING], "")


def test_a_part_of_a_break_that_is_worked_leaves_the_rest() -> None:
    own = rule("extra", WeekSpan(THURSDAY, 3, "work", time(12), time(12, 30)))
    plan = plan_day(WEEKS, own, {}, THURSDAY)
    pauses = [walls_of(one, THURSDAY) for one in plan.week if one.kind == "break"]
    assert [(f"{a:%H:%M}", f"{b:%H:%M}") for a, b in pauses] == [("12:30", "13:00")]


def test_what_keeps_from_working_is_named() -> None:
    friday = date(2026, 11, 27)
    worked = worked_days(WEEKS, {}, HOLIDAY, [THURSDAY, friday], "America/New_York")
    assert worked.work == ()
    assert [why for *_, why in worked.why_off] == ["Closed: Thanksgiving"]
    (begin, end, _) = worked.why_off[0]
    assert end - begin == 24 * 3600


def test_yearly_holidays_come_again_and_never_before() -> None:
    known = [(date(2026, 12, 25), "Christmas", True), (date(2026, 12, 31), "Stock-taking", False)]
    days = [date(2025, 12, 25), date(2026, 12, 25), date(2027, 12, 25), date(2027, 12, 31)]
    assert holidays_on(known, days) == {days[1]: "Christmas", days[2]: "Christmas"}


def test_a_year_of_its_own_is_named_before_the_yearly_one() -> None:
    known = [(date(2026, 12, 25), "Christmas", True), (date(2027, 12, 25), "Moving house", False)]
    assert holidays_on(known, [date(2027, 12, 25)]) == {date(2027, 12, 25): "Moving house"}


@pytest.mark.parametrize(
    ("first", "today", "expected"),
    [
        (date(2026, 12, 25), date(2026, 1, 1), date(2026, 12, 25)),
        (date(2020, 12, 25), date(2026, 12, 25), date(2026, 12, 25)),
        (date(2020, 1, 1), date(2026, 1, 2), date(2027, 1, 1)),
        (date(2024, 2, 29), date(2026, 1, 1), date(2028, 2, 29)),
    ],
)
def test_when_a_yearly_holiday_comes_next(first: date, today: date, expected: date) -> None:
    assert next_time(first, today) == expected
