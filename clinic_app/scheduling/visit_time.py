"""When a visit or a group's session is, on the clinic's wall."""

from datetime import UTC
from typing import Any

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.visit.visit_rows import VisitTime
from clinic_app.scheduling.wall_words import exact_clock, long_day


def visit_time(row: Any, zone_name: str) -> VisitTime:  # noqa: ANN401  # a result row
    """Return it of a row with `starts_at` and `ends_at`."""
    start = to_wall(row.starts_at, zone_name)
    return VisitTime(
        instant=row.starts_at.astimezone(UTC).isoformat(),
        date=start.date().isoformat(),
        day=long_day(start),
        start=exact_clock(row.starts_at, zone_name),
        end=exact_clock(row.ends_at, zone_name),
        minutes=int((row.ends_at - row.starts_at).total_seconds()) // 60,
    )
