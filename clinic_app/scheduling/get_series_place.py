"""Where a visit stands in its series: 3 of 10, every week."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.series_rows import NO_SERIES, SeriesPlace
from clinic_app.scheduling.series_rules import rule_words

_PLACE = text("""
    SELECT a.occurrence, a.starts_at, a.series_wall, s.total, s.rule,
        count(*) FILTER (WHERE o.occurrence > a.occurrence) AS following,
        count(*) FILTER (WHERE o.id <> a.id) AS others
    FROM appointment a
    JOIN appointment_series s
        ON s.organization_id = a.organization_id AND s.id = a.series_id
    LEFT JOIN appointment o
        ON o.organization_id = a.organization_id AND o.series_id = a.series_id
        AND o.status IN ('booked', 'confirmed') AND o.starts_at > :now
    WHERE a.organization_id = :organization AND a.id = :visit
    GROUP BY a.occurrence, a.starts_at, a.series_wall, s.total, s.rule
""")


async def get_series_place(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> SeriesPlace:
    """Return where a visit stands in its series; NO_SERIES for one of none, or not of here."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {
        "organization": actor.organization_id,
        "visit": appointment_id,
        "now": now(),
    }
    row: Any = (await session.execute(_PLACE, values)).one_or_none()
    if row is None:
        return NO_SERIES
    return SeriesPlace(
        number=row.occurrence,
        total=row.total,
        words=rule_words(row.rule).partition(" on ")[0],
        following=row.following,
        others=row.others,
        alone=to_wall(row.starts_at, actor.time_zone) != row.series_wall,
    )
