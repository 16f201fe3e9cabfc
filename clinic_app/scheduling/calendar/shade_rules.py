"""What a calendar shades: when a practitioner is off work, on a break, or away. Pure.

In instants, as free times are found: of an hour that comes twice, a wall time tells half.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from clinic_app.kit.zones import day_bounds, first_instant
from clinic_app.scheduling.hours.hours_rules import BREAK, WORK, Week, joined, less, walls_of
from clinic_app.scheduling.hours.worked_days import ON_BREAK

NOT_WORKING = "Not working"
AWAY = "Away"

Span = tuple[datetime, datetime]


class Absence(NamedTuple):
    """A span of instants in which a practitioner is not there, and why."""

    start: datetime
    end: datetime
    label: str


def day_shades(
    week: Week, day: date, zone_name: str, away: Sequence[Absence] = (), *, closed: str = ""
) -> list[Absence]:
    """Return a local day's shades, sorted and apart; being away covers breaks and free hours.

    week: the one that rules the day (see `date_rules.plan_day`), and why it is closed, if it is.
    away: time off, of any days.
    """
    whole = day_bounds(day, zone_name)
    off = [
        Absence(max(start, whole[0]), min(end, whole[1]), label or AWAY)
        for start, end, label in away
        if start < whole[1] and end > whole[0]
    ]
    taken = joined((start, end) for start, end, _ in off)
    usual = [
        Absence(start, end, label)
        for shade_start, shade_end, label in _usual_shades(
            week, day, zone_name, closed or NOT_WORKING
        )
        for start, end in less([(shade_start, shade_end)], taken)
    ]
    return sorted([*_apart(off), *usual])


@lru_cache(maxsize=4096)
def _usual_shades(week: Week, day: date, zone_name: str, not_working: str) -> tuple[Absence, ...]:
    def spans(kind: str) -> list[Span]:
        of_kind = [s for s in week if s.weekday == day.weekday() and s.kind == kind]
        walls = (walls_of(span, day) for span in of_kind)
        found = ((first_instant(a, zone_name), first_instant(b, zone_name)) for a, b in walls)
        return joined((start, end) for start, end in found if start < end)

    work, breaks = spans(WORK), spans(BREAK)
    on_break = less(work, less(work, breaks))  # the breaks within working hours
    return (
        *(Absence(*span, not_working) for span in less([day_bounds(day, zone_name)], work)),
        *(Absence(*span, ON_BREAK) for span in on_break),
    )


def _apart(shades: Iterable[Absence]) -> list[Absence]:
    """Let the earlier of two overlapping absences have the time that both cover."""
    result: list[Absence] = []
    for shade in sorted(shades):
        start = max(shade.start, result[-1].end) if result else shade.start
        if start < shade.end:
            result.append(Absence(start, shade.end, shade.label))
    return result


def hours_worked(weeks: Iterable[Week]) -> tuple[int, int]:
    """Return the full hours that hold all work of these weeks, an hour spare on both sides.

    Of whole weeks, so that the hours drawn stay the same from day to day.
    """
    work = [span for week in weeks for span in week if span.kind == WORK]
    if not work:
        return 8, 18
    latest = max(span.ends for span in work)
    closes = latest.hour + (1 if latest.minute else 0)
    return max(0, min(span.starts for span in work).hour - 1), min(24, closes + 1)
