"""What a week of working hours may be, and how to say it. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise

from clinic_app.kit.errors import Invalid
from clinic_app.kit.time_words import clock
from clinic_app.scheduling.hours.hours_rules import BREAK, END_OF_DAY, WORK, joined, less
from clinic_app.scheduling.rows import DaySpan, WeekSpan

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.hH]?([0-5][0-9]))?[hH]?")
_MOST_SPANS = 12  # of one kind in a day
_ANY_DAY = date(2026, 1, 5)

Wall = tuple[datetime, datetime]


def field_of(weekday: int) -> str:
    """Return the name of the form field beside which a day's error stands."""
    return f"day_{weekday}"


def read_time(typed: str, weekday: int) -> time:
    """Read "9", "930", "9.30" or "09:30". Raises Invalid beside the day."""
    text = typed.strip()
    found = _CLOCK.fullmatch(text)
    if not text:
        said = f"A time is missing on {WEEKDAYS[weekday]}."
    else:
        said = f"“{text[:8]}” on {WEEKDAYS[weekday]} is not a time: write it as 09:30."
    if found is None:
        raise Invalid(said, field=field_of(weekday))
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return time()
    try:
        return time(hour, minute)
    except ValueError:
        raise Invalid(said, field=field_of(weekday)) from None


def checked_week(spans: Iterable[DaySpan]) -> list[DaySpan]:
    """Return a week in order; an end at midnight becomes the day's last minute.

    Raises Invalid beside the day for spans that end before they start, overlap, or are a
    break outside working hours.
    """
    week = sorted((_to_midnight(span) for span in spans), key=_order)
    for weekday, day in enumerate(WEEKDAYS):
        of_day = [span for span in week if span.weekday == weekday]
        _check_day(day, field_of(weekday), of_day)
    if any(span.weekday not in range(7) for span in week):
        raise Invalid("There are seven days in a week.")
    return week


def checked_hours(spans: Iterable[DaySpan], *, field: str) -> list[DaySpan]:
    """Return the hours of some dates in order, checked as those of a weekday are.

    The spans' weekdays play no part. Raises Invalid beside `field`, also when nobody works.
    """
    hours = sorted((_to_midnight(replace(span, weekday=0)) for span in spans), key=_order)
    if not any(span.kind == WORK for span in hours):
        raise Invalid("Please give the hours, or choose “Closed”.", field=field)
    _check_day("these dates", field, hours)
    return hours


def _to_midnight(span: DaySpan) -> DaySpan:
    if span.ends != time():
        return span
    return DaySpan(span.weekday, span.kind, span.starts, END_OF_DAY)


def _order(span: DaySpan) -> tuple[int, str, time]:
    return span.weekday, span.kind, span.starts


def _check_day(day: str, field: str, spans: Sequence[DaySpan]) -> None:
    for span in spans:
        if span.kind not in {WORK, BREAK}:
            raise Invalid("A span is work or a break.", field=field)
        if span.starts >= span.ends:
            raise Invalid(f"{_capital(day)}: {_said(span)} ends before it starts.", field=field)
    work = [span for span in spans if span.kind == WORK]
    breaks = [span for span in spans if span.kind == BREAK]
    for same_kind in (work, breaks):
        _check_apart(day, same_kind, field)
    open_walls = joined(map(_wall, work))
    for pause in breaks:
        start, end = _wall(pause)
        if not any(opens <= start and end <= closes for opens, closes in open_walls):
            raise Invalid(
                f"The break {_said(pause)} is outside the working hours of {day}.", field=field
            )


def _capital(day: str) -> str:
    return day[:1].upper() + day[1:]


def _check_apart(day: str, spans: Sequence[DaySpan], field: str) -> None:
    if len(spans) > _MOST_SPANS:
        raise Invalid(f"{_capital(day)}: too many spans, {_MOST_SPANS} at most.", field=field)
    for before, after in pairwise(spans):
        if after.starts < before.ends:
            raise Invalid(f"On {day} {_said(before)} and {_said(after)} overlap.", field=field)


def hours_in_words(spans: Sequence[DaySpan | WeekSpan]) -> str:
    """Return the hours of one day, of whichever weekday: “8:00–12:00, 13:00–17:00”."""
    return _day_in_words(spans)


def in_words(week: Iterable[DaySpan | WeekSpan]) -> str:
    """Return a week for reading: “Mon–Thu 8:00–12:00, 13:00–17:00 · Fri 8:00–12:00”."""
    spans = list(week)
    days_of: dict[str, list[int]] = {}
    for day in range(7):
        said = _day_in_words([span for span in spans if span.weekday == day])
        days_of.setdefault(said, []).append(day)
    parts = [f"{_days_in_words(days)} {said}" for said, days in days_of.items() if said]
    return " · ".join(parts) or "No working hours"


def _days_in_words(days: Sequence[int]) -> str:
    """Return “Mon–Wed, Fri”."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = [(WEEKDAYS[run[0]][:3], WEEKDAYS[run[-1]][:3]) for run in runs]
    return ", ".join(first if first == last else f"{first}–{last}" for first, last in said)


def _day_in_words(spans: Sequence[DaySpan | WeekSpan]) -> str:
    work = joined(_wall(span) for span in spans if span.kind == WORK)
    left = less(work, [_wall(span) for span in spans if span.kind == BREAK])
    return ", ".join(f"{_hour(start)}–{_hour(end)}" for start, end in left)


def _hour(moment: datetime) -> str:
    return "24:00" if moment.time() >= END_OF_DAY else clock(moment)


def _wall(span: DaySpan | WeekSpan) -> Wall:
    return datetime.combine(_ANY_DAY, span.starts), datetime.combine(_ANY_DAY, span.ends)


def _said(span: DaySpan) -> str:
    return f"{clock(span.starts)}–{clock(span.ends)}"
