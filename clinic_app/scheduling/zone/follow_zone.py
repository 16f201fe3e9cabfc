"""Let series go with the clinic into another time zone: where a series has each of its visits."""

from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.zones import first_instant, to_wall

# Visits to come are left out where they keep their wall time: their series' wall stays as well.
_OF_SERIES = text("""
    SELECT a.id, a.starts_at, a.series_wall
    FROM appointment a
    WHERE a.organization_id = :organization AND a.series_id IS NOT NULL
        AND NOT (:shifted AND a.starts_at > :now AND a.status NOT IN ('cancelled', 'no_show'))
""")
_WRITE = text("""
    UPDATE appointment a SET series_wall = goes.wall
    FROM unnest(CAST(:ids AS uuid[]), CAST(:walls AS timestamp[])) AS goes(id, wall)
    WHERE a.organization_id = :organization AND a.id = goes.id
""")


async def follow_zone(
    session: AsyncSession, actor: Actor, *, old: str, new: str, keep: Literal["instants", "walls"]
) -> None:
    """Rewrite `series_wall` of visits that keep their moment, so that each stays its series' own.

    One that was moved on its own stays as far from its series as it was. Before `keep_walls`.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    home = {"organization": actor.organization_id}
    asked = {**home, "now": now(), "shifted": keep == "walls"}
    ids, walls = list[object](), list[object]()
    for row in await session.execute(_OF_SERIES, asked):
        alone = to_wall(row.starts_at, old) != row.series_wall
        at = first_instant(row.series_wall, old) if alone else row.starts_at
        ids.append(row.id)
        walls.append(to_wall(at, new))
    await session.execute(_WRITE, {**home, "ids": ids, "walls": walls})
