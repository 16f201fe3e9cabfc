"""Which hours rule a date: the week's, its own, or a holiday's none. Pure.

What a practitioner's date says of itself comes first, then the clinic's holiday, then the week.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, NamedTuple

from clinic_app.scheduling.hours.hours_rules import (
    BREAK,
    END_OF_DAY,
    WORK,
    Week,
    joined,
    less,
    walls_of,
    week_of,
)
from clinic_app.scheduling.rows import WeekSpan

CLOSED, INSTEAD, EXTRA = "closed", "instead", "extra"
RULES: Final = (CLOSED, INSTEAD, EXTRA)


@dataclass(frozen=True, slots=True)
class DateRule:
    """What one practitioner's date has of its own; the spans are of that date's weekday."""

    rule: str
    spans: Week = ()
    note: str = ""


class DayPlan(NamedTuple):
    """The hours that rule a day, and why it is closed ("" for an ordinary day)."""

    week: Week
    closed: str


def plan_day(
    weeks: Mapping[date, Week],
    own: Mapping[date, DateRule],
    holidays: Mapping[date, str],
    day: date,
) -> DayPlan:
    """Return what rules a day."""
    rule, holiday = own.get(day), holidays.get(day)
    if rule is None:
        return DayPlan((), closed(holiday)) if holiday is not None else _usual(weeks, day)
    if rule.rule == CLOSED:
        return DayPlan((), closed(rule.note))
    if rule.rule == INSTEAD:
        return DayPlan(rule.spans, "")
    if holiday is not None:
        return DayPlan(rule.spans, closed(holiday))
    return DayPlan(_with_extra(week_of(weeks, day), rule.spans, day), "")


def _usual(weeks: Mapping[date, Week], day: date) -> DayPlan:
    return DayPlan(week_of(weeks, day), "")


def closed(why: str) -> str:
    """Return “Closed: Thanksgiving”, or “Closed” when nobody said why."""
    return f"Closed: {why}" if why else "Closed"


def _with_extra(week: Week, extra: Week, day: date) -> Week:
    """Return the day's hours and these besides: work that was added goes on through a break."""
    usual = [span for span in week if span.weekday == day.weekday()]
    added = joined(walls_of(span, day) for span in extra if span.kind == WORK)
    pauses = less(joined(walls_of(span, day) for span in usual if span.kind == BREAK), added)
    kept = (span for span in usual if span.kind == WORK)
    return (*kept, *extra, *(_as_span(pause, day) for pause in pauses))


def _as_span(walls: tuple[datetime, datetime], day: date) -> WeekSpan:
    begins, ends = walls
    last = END_OF_DAY if ends.time() == time() else ends.time()
    return WeekSpan(day, day.weekday(), BREAK, begins.time(), last)


def holidays_on(
    holidays: Iterable[tuple[date, str, bool]], days: Sequence[date]
) -> dict[date, str]:
    """Return the names of the holidays among some days. Holidays: first day, name, yearly."""
    found: dict[date, str] = {}
    known = sorted(holidays)
    for day in days if known else ():
        for first, name, yearly in known:
            again = yearly and first < day and (first.month, first.day) == (day.month, day.day)
            if first == day or (again and day not in found):
                found[day] = name
    return found


def next_time(first: date, today: date) -> date:
    """Return when a yearly holiday comes next, today included; 29 February in leap years."""
    year = max(first.year, today.year)
    for ahead in range(10):
        try:
            day = first.replace(year=year + ahead)
        except ValueError:
            continue
        if day >= today:
            return day
    return first
