"""When a patient may be checked in, by the desk or by themselves, and what proves that it is they.

Pure.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.states import Status

EARLIEST = timedelta(hours=2)  # before the visit begins, but not before its day
MOST_TRIES = 5  # birth dates that do not match, for each link
_ASKED = frozenset({Status.BOOKED, Status.CONFIRMED, Status.CHECKED_IN, Status.IN_VISIT})


@dataclass(frozen=True, slots=True)
class Birth:
    """What the clinic knows of a birth date: the day, the year alone, or nothing."""

    date: date | None
    known: str  # day, year or ""


def day_has_come(starts: datetime, moment: datetime, zone: str) -> bool:
    """Tell whether a visit's day has begun in the clinic: nobody is checked in before it."""
    return _day_begins(starts, zone) <= moment


def is_open(status: str, starts: datetime, ends: datetime, moment: datetime, zone: str) -> bool:
    """Tell whether a visit's link can be used: from two hours before until its end."""
    return status in _ASKED and opens_at(starts, zone) <= moment <= ends


def opens_at(starts: datetime, zone: str) -> datetime:
    """Return from when on a patient can check in by themselves."""
    return max(starts - EARLIEST, _day_begins(starts, zone))


def _day_begins(starts: datetime, zone: str) -> datetime:
    return day_bounds(to_wall(starts, zone).date(), zone)[0]


def parse_birth(birth: Birth, typed: str) -> date | int:
    """Read what was typed: a day, or the year where no more is known. Raises Invalid."""
    try:
        if birth.known == "year":
            return int(typed) if len(typed) == 4 else int("")
        return date.fromisoformat(typed)
    except ValueError:
        what = "the year of birth, such as 1984" if birth.known == "year" else "your date of birth"
        raise Invalid(f"Please type {what}.", field="born") from None


def matches(birth: Birth, typed: date | int) -> bool:
    """Tell whether that is the patient's birth date, or year."""
    if birth.date is None or not birth.known:
        return False
    return typed == (birth.date.year if birth.known == "year" else birth.date)
