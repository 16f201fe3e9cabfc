"""A series' dialog: its rows, its choices and its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.series.series_rows import Pick, SeriesChanged, SeriesDate
from clinic_app.scheduling.series.series_rules import (
    Frequency,
    Repeat,
    place_in_month,
    rule_text,
    rule_words,
)
from clinic_app.scheduling.wall_words import clock, short_day
from clinic_app.web.scheduling.booking.booking_words import SlotChoice, nearest_choices, parse_start
from clinic_app.web.ui.choice_field import ChoiceRow

OUT, ANYWAY = "out", "anyway"  # what can be decided about a date, besides another time


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date of the preview, and what shall become of it."""

    number: int
    day: str  # Tue 12 Jan
    time: str  # 10:00, or what was picked instead
    state: str  # free, clash, instead, anyway or out
    why: str  # a clash's sentence
    start: str  # the instant that would be booked; "" for none
    choices: list[SlotChoice] = field(default_factory=list[SlotChoice])
    soft: bool = False  # a clash that those who may override can have anyway


def frequencies(first: date) -> list[ChoiceRow]:
    """Return the ways to repeat a visit of that day, in words."""
    place = place_in_month(first)
    weeks = [place, -1] if place != -1 and _is_last(first) else [place]
    rows = [ChoiceRow("daily", "Daily"), ChoiceRow("weekly", "Weekly")]
    rows.append(ChoiceRow("monthly_day", _monthly(Repeat(Frequency.MONTHLY_DAY, count=2), first)))
    for week in weeks:
        repeat = Repeat(Frequency.MONTHLY_WEEKDAY, week=week, count=2)
        rows.append(ChoiceRow(f"monthly_weekday:{week}", _monthly(repeat, first)))
    return rows


def _is_last(day: date) -> bool:
    """Tell whether no further day of that weekday follows in the month."""
    return date.fromordinal(day.toordinal() + 7).month != day.month


def _monthly(repeat: Repeat, first: date) -> str:
    return rule_words(rule_text(repeat, first)).replace("every month", "Monthly")


def read_repeat(chosen: str, every: str, weekdays: list[int], ends: str, last: str) -> Repeat:
    """Return the rule that a form describes. Raises Invalid beside the field."""
    kind, _, week = chosen.partition(":")
    try:
        frequency = Frequency(kind)
        place = int(week or "0")
    except ValueError:
        raise Invalid("Please choose how it repeats.", field="frequency") from None
    return Repeat(
        frequency,
        every=_number(every, "every"),
        weekdays=tuple(weekdays) if frequency == Frequency.WEEKLY else (),
        week=place,
        count=_number(last, "count") if ends == "count" else None,
        until=_day(last) if ends != "count" else None,
    )


def _number(text: str, name: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 3:
        raise Invalid("Please give a whole number.", field=name)
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("Please choose the last day.", field="until") from None


def date_lines(
    dates: tuple[SeriesDate, ...], decided: dict[int, str], zone_name: str
) -> list[DateLine]:
    """Return the preview's lines. decided: per number, an instant to take instead, or `OUT`."""
    first = dates[0].wall.year if dates else 0
    return [_line(one, decided.get(one.number, ""), zone_name, first) for one in dates]


def _line(one: SeriesDate, decision: str, zone_name: str, year: int) -> DateLine:
    choices = nearest_choices(one.nearest, zone_name, one.wall.date())
    picked = parse_start(decision) if decision else None
    time, state, start = clock(one.wall), "clash" if one.clash else "free", ""
    if decision == OUT:
        state = OUT
    elif decision == ANYWAY and one.soft and one.start is not None:
        state, start = ANYWAY, one.start.isoformat()
    elif picked is not None:
        state, start = "instead", decision
        time = other_time(to_wall(picked, zone_name), one.wall)
    elif one.start is not None and not one.clash:
        start = one.start.isoformat()
    day = day_within(year, one.wall)
    return DateLine(one.number, day, time, state, one.clash, start, choices, one.soft)


def day_within(year: int, wall: datetime) -> str:
    """Return a day of a list that begins in a year: Tue 12 Jan, and 2028 where that is another."""
    return short_day(wall) + (f" {wall.year}" if wall.year != year else "")


def other_time(wall: datetime, instead_of: datetime) -> str:
    """Return a time that stands for another: the clock alone on the same day."""
    if wall.date() == instead_of.date():
        return clock(wall)
    return f"{short_day(wall)}, {clock(wall)}"


class DecidedLine(Protocol):
    """A date of a dialog's list, as far as all such lists are alike."""

    @property
    def number(self) -> int:
        """Its place in the series."""
        ...

    @property
    def start(self) -> str:
        """The instant that would be taken; "" for none."""
        ...

    @property
    def state(self) -> str:
        """What becomes of it; `ANYWAY` where it is taken against the clinic's own rules."""
        ...


def picks_of(lines: Sequence[DecidedLine]) -> list[Pick]:
    """Return what is to be taken: every date that has a time."""
    starts = ((line, parse_start(line.start)) for line in lines)
    return [Pick(line.number, start, line.state == ANYWAY) for line, start in starts if start]


def told_words(lines: Sequence[DecidedLine], clashes: int, deed: str) -> str:
    """Return a preview for who hears it: 4 dates, 1 clashes. Change 2, book 1."""
    many = "1 date" if len(lines) == 1 else f"{len(lines)} dates"
    clash = {0: "none clashes", 1: "1 clashes"}.get(clashes, f"{clashes} clash")
    return f"{many}, {clash}. {deed}".strip()


def book_words(lines: list[DateLine]) -> str:
    """Return what the button does: Book 8 visits, leave out 2."""
    booked = sum(1 for line in lines if line.start)
    if not booked:
        return ""
    words = "Book 1 visit" if booked == 1 else f"Book {booked} visits"
    return words if booked == len(lines) else f"{words}, leave out {len(lines) - booked}"


def cancelled_words(changed: SeriesChanged) -> str:
    """Return what a cancellation did."""
    return "Cancelled." if changed.changed == 1 else f"Cancelled {changed.changed} visits."


def changed_words(deed: str, changed: SeriesChanged, where: str = "") -> str:
    """Return what was done to how many visits: Moved 3 visits; 1 stays as it was.

    where: with whom they are now, where that changed.
    """
    many = "1 visit" if changed.changed == 1 else f"{changed.changed} visits"
    if not changed.left:
        return f"{deed} {many}{where}."
    stay = "1 stays as it was" if len(changed.left) == 1 else f"{len(changed.left)} stay"
    return f"{deed} {many}{where}; {stay}."
