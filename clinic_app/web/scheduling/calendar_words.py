"""Days as the calendar names and parses them. Weeks begin on Monday."""

from datetime import date, timedelta


def parse_day(text: str) -> date | None:
    """Read an ISO date of the years that a clinic plans in; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def day_title(day: date, today: date) -> str:
    """Return "Friday, 20 November", with the year where it is not this one."""
    return f"{day:%A}, {_month_day(day)}{_year(day, today)}"


def week_title(day: date, today: date) -> str:
    """Return "16–22 November" or "30 November – 6 December", of the week that a day is in."""
    first = monday_of(day)
    last = first + timedelta(days=6)
    if first.month == last.month:
        return f"{first.day}–{_month_day(last)}{_year(last, today)}"
    return f"{_month_day(first)} – {_month_day(last)}{_year(last, today)}"


def _month_day(day: date) -> str:
    return f"{day.day} {day:%B}"


def _year(day: date, today: date) -> str:
    return "" if day.year == today.year else f" {day.year}"


def count_words(count: int) -> str:
    """Return "1 visit", "24 visits"."""
    return f"{count} visit" if count == 1 else f"{count} visits"


def view_title(view: str, day: date, today: date) -> str:
    """Return what stands over a view: "Friday, 20 November", "November", "20 November – …"."""
    if view == "week":
        return week_title(day, today)
    if view == "month":
        return f"{day:%B} {day.year}"
    if view == "agenda":
        last = day + timedelta(days=13)
        return f"{_month_day(day)} – {_month_day(last)}{_year(last, today)}"
    return day_title(day, today)
