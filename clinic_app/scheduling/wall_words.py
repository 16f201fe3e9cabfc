"""Wall times for reading: “9:15”, “Fri 20 Nov”, “20 Nov 2026”, “Friday 20 November 2026”."""

from datetime import date, datetime


def clock(wall: datetime) -> str:
    """Return the time of day: 9:15."""
    return f"{wall.hour}:{wall.minute:02}"


def short_day(day: date) -> str:
    """Return weekday, day and month: Fri 20 Nov."""
    return f"{day:%a} {day.day} {day:%b}"


def day_and_year(day: date) -> str:
    """Return day, month and year: 20 Nov 2026."""
    return f"{day.day} {day:%b %Y}"


def long_day(day: date) -> str:
    """Return the whole date: Friday 20 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"
