"""Tell what stands against keeping the clock times of visits in another zone, or is odd there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.scheduling.zone import wall_sql
from clinic_app.scheduling.zone.meeting_rules import Taken, who_meet
from clinic_app.scheduling.zone.takers import Taker, load_takers
from clinic_app.scheduling.zone.wall_rules import meeting_words, trouble_words

_REACH = timedelta(days=2)  # further than any zone is from another, and a visit long


@dataclass(frozen=True, slots=True)
class WallTrouble:
    """A visit that would fall on another in the new zone, or whose wall time is odd there."""

    patient: str
    service: str
    words: str


async def wall_troubles(
    session: AsyncSession, actor: Actor, *, time_zone: str
) -> tuple[WallTrouble, ...]:
    """Return who would meet there, then visits whose wall time names no one coming instant.

    A group's session and a time that is held meet as well, and are named as what they are.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    takers = await load_takers(session, actor, actor.time_zone, time_zone, "first")
    met = who_meet(await _taken(session, actor, takers))
    odd = [one for one in takers if one.new.trouble and one.kind == "appointment"]
    ids = [*met, *met.values(), *(one.id for one in odd)]
    named = await _named(session, actor, ids)
    return (
        *_meetings(met, named, actor.time_zone),
        *(
            WallTrouble(
                named[one.id].patient,
                named[one.id].service,
                trouble_words(one.new.trouble, one.wall, time_zone),
            )
            for one in odd
        ),
    )


async def _taken(session: AsyncSession, actor: Actor, takers: Sequence[Taker]) -> Iterator[Taken]:
    shifts = {one.id: timedelta(seconds=one.seconds) for one in takers}
    values = {"organization": actor.organization_id, "since": now() - _REACH}
    rows = (await session.execute(wall_sql.TAKEN, values)).all()
    return (
        Taken(row.owner, (row.resource_id, row.lane), row.begins_at + shift, row.ends_at + shift)
        for row in rows
        for shift in (shifts.get(row.owner, timedelta()),)
    )


async def _named(session: AsyncSession, actor: Actor, ids: Sequence[UUID]) -> Mapping[UUID, Any]:
    values = {"organization": actor.organization_id, "ids": ids}
    return {row.id: row for row in await session.execute(wall_sql.NAMES, values)}


def _meetings(
    met: Mapping[UUID, UUID], named: Mapping[UUID, Any], zone_name: str
) -> Iterator[WallTrouble]:
    for one, other in ((named[key], named[value]) for key, value in met.items()):
        whom = f"{other.patient} · {other.service}"
        words = meeting_words(one.starts_at, whom, other.starts_at, zone_name)
        yield WallTrouble(one.patient, one.service, words)
