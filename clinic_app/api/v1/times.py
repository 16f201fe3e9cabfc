"""Times as programs read and write them: RFC 3339 instants, and the clinic's wall time beside."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import BadStart

# A wall time as it is read out, or an instant with its offset.
TIME_PATTERN = r"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})?$"
# The same, or a date: its beginning, where a span begins or ends.
BOUND_PATTERN = r"^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})?)?$"
_TIME = re.compile(TIME_PATTERN, re.ASCII)


def read_time(typed: str) -> datetime:
    """Return an aware instant, or a naive wall time of the clinic. Raises BadStart."""
    try:
        if not _TIME.match(typed):
            raise ValueError
        return datetime.fromisoformat(typed.upper())
    except ValueError:
        raise BadStart("Write a time as 2026-11-20T09:15, or as 2026-11-20T14:15:00Z.") from None


@lru_cache(maxsize=16384)
def instant_text(instant: datetime) -> str:
    """Return an instant in UTC: 2026-11-20T14:15:00Z."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def span_json(start: datetime, end: datetime, zone: str) -> dict[str, object]:
    """Return when something is, as instants and on the clinic's wall."""
    return {
        "start": instant_text(start),
        "end": instant_text(end),
        "start_local": wall_text(start, zone),
        "end_local": wall_text(end, zone),
    }


@lru_cache(maxsize=16384)
def wall_text(instant: datetime, zone: str) -> str:
    """Return the clinic's wall time of an instant: 2026-11-20T09:15:00."""
    return to_wall(instant, zone).isoformat(timespec="seconds")
