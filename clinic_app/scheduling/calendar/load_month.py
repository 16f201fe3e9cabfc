"""A month at a glance: how many visits each day has, and its first ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.assistants.assistant_sql import OWNER
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.wall_words import clock

MOST_DAYS = 42
FIRST_VISITS = 3

# Of visits whose practitioner is left out those are found in which somebody else assists: each by
# its own entry in the index, which `OFFSET 0` sees to.
# The days' bounds come from our own zone rules: the database's may be of another year.
_OF_DAY = f"""
    FROM appointment a
    WHERE a.organization_id = :organization
        AND a.starts_at >= day.begins AND a.starts_at < day.ends
        AND a.status NOT IN ('cancelled', 'no_show')
        AND (a.practitioner_id <> ALL(CAST(:without AS uuid[])) OR EXISTS (
            SELECT FROM visit_assistant x
            WHERE x.organization_id = :organization
                AND x.owner_id = {OWNER.format(visit="a")}
                AND x.removed_at IS NULL AND x.practitioner_id <> ALL(CAST(:without AS uuid[]))
            OFFSET 0))
"""  # put together from constants; all values are bound
_PARTS = f"""
    SELECT json_agg(json_build_array(h.from_minute, h.minutes)) FROM visit_assistant h
    WHERE h.organization_id = :organization AND h.owner_id = {OWNER.format(visit="f")}
        AND h.removed_at IS NULL AND h.practitioner_id <> ALL(CAST(:without AS uuid[]))
"""  # noqa: S608  # as above
MONTH = text(f"""
    SELECT day.n, (SELECT count(*) {_OF_DAY}),
        (SELECT json_agg(json_build_array(
                f.id, floor(extract(epoch FROM f.starts_at))::bigint,
                floor(extract(epoch FROM f.ends_at))::bigint, p.name, s.colour,
                CASE WHEN f.practitioner_id = ANY(CAST(:without AS uuid[])) THEN ({_PARTS}) END
            ) ORDER BY f.starts_at, f.id)
            FROM (SELECT a.id, a.starts_at, a.ends_at, a.patient_id, a.service_id,
                    a.practitioner_id, a.session_id
                {_OF_DAY}
                ORDER BY a.starts_at, a.id LIMIT :first) f
            JOIN patient p ON p.organization_id = :organization AND p.id = f.patient_id
            JOIN service s ON s.organization_id = :organization AND s.id = f.service_id)
    FROM unnest(CAST(:begins AS timestamptz[]), CAST(:ends AS timestamptz[]))
        WITH ORDINALITY AS day(begins, ends, n)
    ORDER BY day.n
""")  # noqa: S608  # put together from the constants above; all values are bound


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """One of a day's first visits."""

    id: str
    time: str  # 9:15; of who only assists, when they are needed
    patient: str
    colour: str  # the service's
    assists: bool = False  # who is shown only assists


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day, with the visits that take place on it."""

    day: date
    count: int
    first: tuple[FirstVisit, ...]


async def load_month(
    session: AsyncSession,
    actor: Actor,
    *,
    first_day: date,
    days: int,
    without: Sequence[UUID] = (),
) -> tuple[DayOfMonth, ...]:
    """Return 1 to 42 local days, counted by the database in one query.

    without: practitioners whose visits are left out, but for those in which another assists.
    Desk data alone. Raises Invalid for more.
    """
    require(actor, Permission.APPOINTMENT_READ)
    if not 1 <= days <= MOST_DAYS or not 2000 <= first_day.year <= 2200:
        raise Invalid("The calendar shows at most six weeks.")
    shown = [first_day + timedelta(days=n) for n in range(days)]
    bounds = [day_bounds(day, actor.time_zone) for day in shown]
    values = {
        "organization": actor.organization_id,
        "begins": [begin for begin, _ in bounds],
        "ends": [end for _, end in bounds],
        "without": list(without),
        "first": FIRST_VISITS,
    }
    found: Any = await session.execute(MONTH, values)
    return tuple(
        DayOfMonth(day, count, _in_time(first or (), actor.time_zone))
        for day, (_, count, first) in zip(shown, found, strict=True)
    )


def _in_time(rows: Sequence[list[Any]], zone_name: str) -> tuple[FirstVisit, ...]:
    begun = sorted(((_begins(row), row) for row in rows), key=itemgetter(0))
    return tuple(_first(begins, row, zone_name) for begins, row in begun)


def _begins(row: list[Any]) -> int:
    """Return when those who are shown are needed first."""
    _, begins, ends, *_, parts = row
    needed = [Part(*part).within(begins, ends)[0] for part in parts or ()]
    return min(needed, default=begins)


def _first(begins: int, row: list[Any], zone_name: str) -> FirstVisit:
    visit_id, _, _, patient, colour, parts = row
    wall = to_wall(datetime.fromtimestamp(begins, UTC), zone_name)
    return FirstVisit(visit_id, clock(wall), patient, colour, assists=parts is not None)
