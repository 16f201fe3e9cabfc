"""When somebody who waits could come: windows of days and hours, in wall time. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from clinic_app.kit.errors import Invalid
from clinic_app.kit.time_words import clock

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PRIORITIES = {0: "Usual", 1: "Soon", 2: "Urgent"}
MOST_WINDOWS = 28  # four a day

Window = tuple[int, time, time]  # weekday from Monday, from, to; midnight to midnight: all day
MIDNIGHT = time()


def fits(windows: Sequence[Window], until: date | None, start: datetime, end: datetime) -> bool:
    """Tell whether a visit from one wall time to another suits somebody. No window: any time."""
    if until is not None and start.date() > until:
        return False
    if not windows:
        return True
    return any(
        weekday == start.weekday()
        and begin <= start.time()
        and (finish == MIDNIGHT or (end.date() == start.date() and end.time() <= finish))
        for weekday, begin, finish in windows
    )


def checked(windows: Sequence[Window]) -> list[Window]:
    """Return the windows in order. Raises Invalid for what no week can hold."""
    if len(windows) > MOST_WINDOWS:
        raise Invalid(f"There can be at most {MOST_WINDOWS} times.", field="windows")
    for weekday, begin, finish in windows:
        if not 0 <= weekday <= 6:
            raise Invalid("There are seven weekdays.", field="windows")
        if finish not in {MIDNIGHT} and finish <= begin:
            raise Invalid(f"On {_DAYS[weekday]} the time ends before it begins.", field="windows")
    return sorted(windows)


def kept(windows: Sequence[Window]) -> list[list[Any]]:
    """Return the windows as the table keeps them."""
    return [[weekday, f"{begin:%H:%M}", f"{finish:%H:%M}"] for weekday, begin, finish in windows]


def read(rows: Sequence[Sequence[Any]]) -> list[Window]:
    """Return the windows that a table kept."""
    return [
        (int(weekday), time.fromisoformat(begin), time.fromisoformat(finish))
        for weekday, begin, finish in rows
    ]


def words(windows: Sequence[Window]) -> str:
    """Return the windows for reading: Mon, Tue 9:00–12:00, Fri from 15:00."""
    if not windows:
        return "Any day, any time"
    return ", ".join(_window_words(window) for window in windows)


def _window_words(window: Window) -> str:
    weekday, begin, finish = window
    day = _DAYS[weekday]
    if (begin, finish) == (MIDNIGHT, MIDNIGHT):
        return day
    if finish == MIDNIGHT:
        return f"{day} from {clock(begin)}"
    if begin == MIDNIGHT:
        return f"{day} until {clock(finish)}"
    return f"{day} {clock(begin)}–{clock(finish)}"
