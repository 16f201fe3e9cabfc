"""Weeks, exceptions and holidays as the one statement of a search or a calendar brings them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time
from functools import lru_cache
from typing import Any

from clinic_app.scheduling.hours.date_rules import DateRule, holidays_on
from clinic_app.scheduling.hours.hours_rules import Week, weeks_of
from clinic_app.scheduling.rows import WeekSpan

Json = list[list[Any]]  # what PostgreSQL's json_agg gives


def read_weeks(begins: Json | None, hours: Json | None) -> dict[str, dict[date, Week]]:
    """Return each practitioner's weeks; equal weeks are one object, so days are cached well."""
    spans: defaultdict[str, list[WeekSpan]] = defaultdict(list)
    for key, valid_from, weekday, kind, starts, ends in hours or ():
        spans[key].append(_week_span(valid_from, weekday, kind, starts, ends))
    valid_froms: defaultdict[str, list[date]] = defaultdict(list)
    for key, valid_from in begins or ():
        valid_froms[key].append(date.fromisoformat(valid_from))
    return {key: weeks_of(valid_froms[key], spans[key]) for key in valid_froms}


@lru_cache(maxsize=4096)
def _week_span(valid_from: str, weekday: int, kind: str, starts: str, ends: str) -> WeekSpan:
    begin, end = time.fromisoformat(starts), time.fromisoformat(ends)
    return WeekSpan(date.fromisoformat(valid_from), weekday, kind, begin, end)


def read_dates(rows: Json | None) -> dict[str, dict[date, DateRule]]:
    """Return each practitioner's exceptions by date, from the rows of `slot_sql.DATES`."""
    found: dict[str, dict[date, DateRule]] = {}
    for key, iso, rule, kind, starts, ends, note in rows or ():
        day = date.fromisoformat(iso)
        own = found.setdefault(key, {})
        before = own.get(day, DateRule(rule, (), note))
        if kind is not None:
            before = DateRule(rule, (*before.spans, _span(day, kind, starts, ends)), note)
        own[day] = before
    return found


@lru_cache(maxsize=4096)
def _span(day: date, kind: str, starts: str, ends: str) -> WeekSpan:
    begins, over = time.fromisoformat(starts), time.fromisoformat(ends)
    return WeekSpan(day, day.weekday(), kind, begins, over)


def read_holidays(rows: Json | None, days: Sequence[date]) -> dict[date, str]:
    """Return the names of the holidays among some days, from the rows of `slot_sql.HOLIDAYS`."""
    known = [(date.fromisoformat(iso), name, yearly) for iso, name, yearly in rows or ()]
    return holidays_on(known, days)
