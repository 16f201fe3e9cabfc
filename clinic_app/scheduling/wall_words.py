"""Wall times for reading: “9:15”, “Fri 20 Nov”, “20 Nov 2026”, “Friday 20 November 2026”."""

from datetime import date, datetime

from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_wall, which_pass

_PASSES = ("", " (first)", " (second)")


def exact_clock(instant: datetime, zone_name: str) -> str:
    """Return an instant's time of day: 9:15; of an hour that comes twice, 1:30 (second)."""
    return clock(to_wall(instant, zone_name)) + _PASSES[which_pass(instant, zone_name)]


def short_day(day: date) -> str:
    """Return weekday, day and month: Fri 20 Nov."""
    return f"{day:%a} {day.day} {day:%b}"


def day_and_clock(wall: datetime) -> str:
    """Return the day and the time of day: Fri 20 Nov, 9:15."""
    return f"{short_day(wall)}, {clock(wall)}"


def date_and_clock(wall: datetime) -> str:
    """Return the same of a series, which can be years long: Fri 20 Nov 2026, 9:15."""
    return f"{short_day(wall)} {wall.year}, {clock(wall)}"


def day_and_year(day: date) -> str:
    """Return day, month and year: 20 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def long_day(day: date) -> str:
    """Return the whole date: Friday 20 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"
