"""Which span of time a list is asked for."""

from datetime import UTC, datetime, time, timedelta

from clinic_app.api.v1.times import read_time
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import first_instant, to_wall

_LONGEST = timedelta(days=400)
_DATE = len("2026-11-20")
_USUAL = timedelta(days=31)


def read_bound(typed: str | None, zone: str, *, field: str) -> datetime | None:
    """Return the instant that a span begins or ends with, None where none is asked for."""
    if not typed:
        return None
    named = read_time(typed if len(typed) > _DATE else f"{typed}T00:00")
    if not 1900 <= named.year <= 2200:
        raise Invalid("There are no appointments in that year.", field=field)
    return first_instant(named, zone) if named.tzinfo is None else named.astimezone(UTC)


def within_reason(
    begin: datetime | None, end: datetime | None, zone: str
) -> tuple[datetime, datetime]:
    """Return the span, what was left open filled in: a month from today. Raises Invalid."""
    begin = begin or first_instant(datetime.combine(to_wall(now(), zone).date(), time()), zone)
    end = end or begin + _USUAL
    if end - begin > _LONGEST:
        raise Invalid("Ask for at most 400 days at a time.", field="to")
    return begin, end
