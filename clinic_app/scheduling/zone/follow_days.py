"""Let places under a day’s cap, and a group’s seats, go with their visits into another zone."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall

_PAST = timedelta(days=2)  # days over in every zone, whose caps nobody asks any more

# Aside first, above every number that is given, because the unique index looks at each row as it
# changes. A day's numbers begin at 1 again: a gap would let one visit too many in.
_ASIDE = text("""
    UPDATE numbered_place SET number = number + 1000000
    WHERE organization_id = :organization AND released_at IS NULL AND day >= :first
""")
_PLACE = text("""
    UPDATE numbered_place p SET day = goes.day, number = goes.number
    FROM (
        SELECT there.id, there.day,
            row_number() OVER (PARTITION BY there.owner_id, there.day
                ORDER BY there.was, there.number, there.id) AS number
        FROM (
            SELECT o.id, o.owner_id, o.number, o.day AS was, greatest(:first,
                CAST(coalesce(a.starts_at, h.starts_at) AT TIME ZONE :zone AS date)) AS day
            FROM numbered_place o
            LEFT JOIN appointment a
                ON a.organization_id = o.organization_id AND a.id = o.appointment_id
            LEFT JOIN slot_hold h ON h.organization_id = o.organization_id AND h.id = o.hold_id
            WHERE o.organization_id = :organization AND o.released_at IS NULL AND o.day >= :first
        ) there
    ) goes
    WHERE p.organization_id = :organization AND p.id = goes.id
""")


async def follow_days(session: AsyncSession, actor: Actor, *, new: str) -> None:
    """Count visits that keep their moment on the days they have in the clinic's new zone.

    The caller holds the clinic's row, so that nobody books meanwhile.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    first = to_wall(now(), new).date() - _PAST
    values = {"organization": actor.organization_id, "first": first, "zone": new}
    await session.execute(_ASIDE, values)
    await session.execute(_PLACE, values)
