"""When somebody works on some days, and why not in between. In seconds, for the slot rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from clinic_app.kit.zones import day_bounds, first_instant
from clinic_app.scheduling.free_times.slot_rules import Span, joined
from clinic_app.scheduling.hours.date_rules import DateRule, plan_day
from clinic_app.scheduling.hours.hours_rules import BREAK, Week, walls_of, working_spans

ON_BREAK = "Break"

Why = tuple[int, int, str]  # a span, and what keeps somebody from working then


@dataclass(frozen=True, slots=True)
class Worked:
    """Some days of one practitioner."""

    work: tuple[Span, ...]  # less breaks; spans that meet at midnight are one
    why_off: tuple[Why, ...]  # breaks, and days that are closed


def worked_days(
    weeks: Mapping[date, Week],
    own: Mapping[date, DateRule],
    holidays: Mapping[date, str],
    days: Sequence[date],
    zone_name: str,
) -> Worked:
    """Return when a practitioner works, by the week, their own dates and the holidays."""
    work: list[Span] = []
    why_off: list[Why] = []
    for day in days:
        week, closed = plan_day(weeks, own, holidays, day)
        worked, why = _of_day(_only(week, day), closed, day, zone_name)
        work += worked
        why_off += why
    return Worked(tuple(joined(work)), tuple(why_off))


def _only(week: Week, day: date) -> Week:
    weekday = day.weekday()
    return tuple(span for span in week if span.weekday == weekday)


@lru_cache(maxsize=8192)
def _of_day(
    week: Week, closed: str, day: date, zone_name: str
) -> tuple[tuple[Span, ...], tuple[Why, ...]]:
    """Remember what a day's wall times are as instants: zones are slow to ask."""
    work = tuple(_seconds(*span) for span in working_spans(week, day, zone_name))
    pauses = (walls_of(span, day) for span in week if span.kind == BREAK)
    why = [
        (*_seconds(first_instant(begin, zone_name), first_instant(end, zone_name)), ON_BREAK)
        for begin, end in pauses
    ]
    if closed:
        why.append((*_seconds(*day_bounds(day, zone_name)), closed))
    return work, tuple(why)


def _seconds(begin: datetime, end: datetime) -> Span:
    return int(begin.timestamp()), int(end.timestamp())
