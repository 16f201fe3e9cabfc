"""Where a visit stands in its series: 3 of 10, every week."""

from dataclasses import replace
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.series.series_rows import NO_SERIES, SeriesPlace
from clinic_app.scheduling.series.series_rules import rule_words

# A visit goes by the last rule that is about it; the last of all says how many there are.
_PLACE = text("""
    SELECT a.occurrence, a.starts_at, a.series_wall,
        coalesce((SELECT r.rule FROM series_rule r
            WHERE r.organization_id = a.organization_id AND r.series_id = s.id
                AND r.undone_at IS NULL AND r.since <= a.occurrence
            ORDER BY r.step DESC LIMIT 1), s.rule) AS rule,
        coalesce((SELECT r.total FROM series_rule r
            WHERE r.organization_id = a.organization_id AND r.series_id = s.id
                AND r.undone_at IS NULL ORDER BY r.step DESC LIMIT 1), s.total) AS total,
        o.following, o.others,
        (SELECT count(*) FROM appointment g
            WHERE g.organization_id = a.organization_id AND g.visit_group_id = a.visit_group_id
                AND g.id <> a.id AND g.status IN ('booked', 'confirmed')
                AND g.starts_at > :now) AS services
    FROM appointment a
    LEFT JOIN appointment_series s
        ON s.organization_id = a.organization_id AND s.id = a.series_id
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE o.occurrence > a.occurrence) AS following,
            count(*) FILTER (WHERE o.id <> a.id) AS others
        FROM appointment o
        WHERE o.organization_id = a.organization_id AND o.series_id = a.series_id
            AND o.status IN ('booked', 'confirmed') AND o.starts_at > :now) o
    WHERE a.organization_id = :organization AND a.id = :visit
""")


async def get_series_place(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> SeriesPlace:
    """Return where a visit stands in its series, and how many services its coming has besides.

    NO_SERIES for one of none, or not of here.
    """
    require(actor, Permission.APPOINTMENT_READ)
    values = {
        "organization": actor.organization_id,
        "visit": appointment_id,
        "now": now(),
    }
    row: Any = (await session.execute(_PLACE, values)).one_or_none()
    if row is None:
        return NO_SERIES
    # Of no series, or cancelled when its rule was changed.
    if row.occurrence is None or row.occurrence > row.total:
        return replace(NO_SERIES, services=row.services)
    return SeriesPlace(
        number=row.occurrence,
        total=row.total,
        words=rule_words(row.rule).partition(" on ")[0],
        following=row.following,
        others=row.others,
        alone=to_wall(row.starts_at, actor.time_zone) != row.series_wall,
        services=row.services,
    )
