"""What takes time, or is offered, and goes with the clock on the wall into another zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.zone import wall_sql
from clinic_app.scheduling.zone.wall_rules import NewInstant, Pass, same_wall


@dataclass(frozen=True, slots=True)
class Taker:
    """A visit, a hold or a group session, and where it goes."""

    id: UUID
    kind: str
    wall: Any
    seconds: int
    new: NewInstant


async def load_takers(
    session: AsyncSession, actor: Actor, old: str, new: str, double: Pass
) -> list[Taker]:
    """Return all that is still to come, and where each goes, in order."""
    values = {"organization": actor.organization_id, "now": now()}
    rows = (await session.execute(wall_sql.TAKERS, values)).all()
    return list(_placed(rows, old, new, double))


def _placed(rows: Sequence[Any], old: str, new: str, double: Pass) -> Iterator[Taker]:
    moment = now()
    for row in rows:
        there = same_wall(row.starts_at, old, new, double=double, now=moment)
        seconds = int((there.at - row.starts_at).total_seconds())
        yield Taker(row.id, row.kind, to_wall(row.starts_at, old), seconds, there)
