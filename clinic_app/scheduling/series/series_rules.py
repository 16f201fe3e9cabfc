"""The dates of a series: RFC 5545 recurrence in wall times of the clinic. Pure.

A rule speaks of days; the wall time stays the same over changes of the clock, and only
afterwards becomes an instant (see `preview_series`), which may not exist on one of the days.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice

from dateutil.rrule import rrulestr

from clinic_app.kit.errors import Invalid

MOST_VISITS = 104
MOST_EVERY = 52
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FREQ = {
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly_day": "MONTHLY",
    "monthly_weekday": "MONTHLY",
}
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", -1: "last"}


class Frequency(StrEnum):
    """How a series repeats."""

    DAILY = "daily"
    WEEKLY = "weekly"  # on several weekdays, perhaps
    MONTHLY_DAY = "monthly_day"  # on the 15th
    MONTHLY_WEEKDAY = "monthly_weekday"  # on the 2nd Tuesday, or the last Friday


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often and how long. Exactly one of `count` and `until` is given.

    weekdays: 0 is Monday; for WEEKLY, none means the first visit's. week: for MONTHLY_WEEKDAY,
    1 to 4, or -1 for the last; 0 means as the first visit lies in its month.
    """

    frequency: Frequency
    every: int = 1
    weekdays: tuple[int, ...] = ()
    week: int = 0
    count: int | None = None
    until: date | None = None


def rule_text(repeat: Repeat, first: date) -> str:
    """Return the RRULE of RFC 5545 for a series that begins on a day. Raises Invalid."""
    _check(repeat, first)
    parts = [f"FREQ={_FREQ[repeat.frequency]}"]
    if repeat.every > 1:
        parts.append(f"INTERVAL={repeat.every}")
    parts += _by(repeat, first)
    if repeat.count is not None:
        parts.append(f"COUNT={repeat.count}")
    elif repeat.until is not None:
        parts.append(f"UNTIL={datetime.combine(repeat.until, time(23, 59, 59)):%Y%m%dT%H%M%S}")
    return ";".join(parts)


def series_walls(rule: str, first: datetime) -> tuple[datetime, ...]:
    """Return the naive wall times of a rule, from `first` on. Raises Invalid for too many.

    A month without a 31st is left out, as the RFC says.
    """
    walls = tuple(islice(rrulestr(rule, dtstart=first), MOST_VISITS + 1))
    if len(walls) > MOST_VISITS:
        raise Invalid(f"A series can have at most {MOST_VISITS} visits.", field="until")
    return walls


def rule_words(rule: str) -> str:
    """Return a rule for reading: every 2 weeks on Tue and Thu."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    unit = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month"}[parts["FREQ"]]
    every = int(parts.get("INTERVAL", "1"))
    words = f"every {unit}" if every == 1 else f"every {every} {unit}s"
    if "BYMONTHDAY" in parts:
        return f"{words} on the {_ordinal(int(parts['BYMONTHDAY']))}"
    if "BYDAY" in parts and unit == "week":
        names = [_DAY_NAMES[DAYS.index(day)] for day in parts["BYDAY"].split(",")]
        return f"{words} on {_listed(names)}"
    if "BYDAY" in parts:
        day = parts["BYDAY"]
        return f"{words} on the {_ORDINALS[int(day[:-2])]} {_DAY_NAMES[DAYS.index(day[-2:])]}"
    return words


def repeat_of(rule: str, *, count: int) -> Repeat:
    """Return what a rule that `rule_text` made says of how it repeats, with a length of its own."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    every, days = int(parts.get("INTERVAL", "1")), parts.get("BYDAY", "")
    if parts["FREQ"] == "WEEKLY":
        weekdays = tuple(DAYS.index(day) for day in days.split(","))
        return Repeat(Frequency.WEEKLY, every, weekdays, count=count)
    if parts["FREQ"] == "DAILY":
        return Repeat(Frequency.DAILY, every, count=count)
    if not days:
        return Repeat(Frequency.MONTHLY_DAY, every, count=count)
    return Repeat(Frequency.MONTHLY_WEEKDAY, every, week=int(days[:-2]), count=count)


def place_in_month(day: date) -> int:
    """Return which of its weekday in the month a day is: 1 to 4, or -1 for a fifth, the last."""
    place = (day.day - 1) // 7 + 1
    return place if place < 5 else -1


def shifted(wall: datetime, *, days: int, at: time) -> datetime:
    """Return where a visit of a series goes when the series moves by days and to a time."""
    return datetime.combine(wall.date() + timedelta(days=days), at)


def _by(repeat: Repeat, first: date) -> list[str]:
    if repeat.frequency == Frequency.WEEKLY:
        weekdays = sorted(set(repeat.weekdays)) or [first.weekday()]
        return [f"BYDAY={','.join(DAYS[day] for day in weekdays)}", "WKST=MO"]
    if repeat.frequency == Frequency.MONTHLY_DAY:
        return [f"BYMONTHDAY={first.day}"]
    if repeat.frequency == Frequency.MONTHLY_WEEKDAY:
        week = repeat.week or place_in_month(first)
        return [f"BYDAY={week:+d}{DAYS[first.weekday()]}"]
    return []


def _check(repeat: Repeat, first: date) -> None:
    if not 1 <= repeat.every <= MOST_EVERY:
        raise Invalid(f"A series repeats every 1 to {MOST_EVERY} times.", field="every")
    if any(not 0 <= day <= 6 for day in repeat.weekdays):
        raise Invalid("There are seven weekdays.", field="weekdays")
    if repeat.week not in {0, *_ORDINALS}:
        raise Invalid("A month has a first to fourth and a last week.", field="frequency")
    if (repeat.count is None) == (repeat.until is None):
        raise Invalid("Say how many visits, or until when.", field="count")
    if repeat.count is not None and not 2 <= repeat.count <= MOST_VISITS:
        raise Invalid(f"A series has 2 to {MOST_VISITS} visits.", field="count")
    if repeat.until is not None and repeat.until < first:
        raise Invalid("The series ends before it begins.", field="until")


def _ordinal(number: int) -> str:
    special = {1: "st", 2: "nd", 3: "rd"}
    ending = "th" if 11 <= number <= 13 else special.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
