"""Days as the calendar names and parses them. Weeks begin on Monday."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import clock_change, to_wall, which_pass
from clinic_app.scheduling.calendar.calendar_rows import VisitBlock
from clinic_app.web.react.calendar import CalendarChange, CalendarVisit


def parse_day(text: str) -> date | None:
    """Read an ISO date of the years that a clinic plans in; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def in_time(one: CalendarVisit | VisitBlock) -> tuple[str, bool, str]:
    """Sort by the clock; of an hour that comes twice, its first pass comes first."""
    return one.start[:13], one.again, one.start


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


def now_words(moment: datetime, zone_name: str) -> str:
    """Return the clinic's wall time: 2026-11-20T09:41:30, with /second in an hour's second pass."""
    wall = to_wall(moment, zone_name).isoformat(timespec="seconds")
    return f"{wall}/second" if which_pass(moment, zone_name) == 2 else wall


def changes_of(days: Iterable[date], zone_name: str) -> list[CalendarChange]:
    """Return the changes of the clock among some days."""
    found = ((day, clock_change(day, zone_name)) for day in sorted(set(days)))
    return [CalendarChange(day.isoformat(), *change) for day, change in found if change]


def clock_of(wall: str) -> str:
    """Return a row's wall time for reading: 9:15."""
    return clock(datetime.fromisoformat(wall))
