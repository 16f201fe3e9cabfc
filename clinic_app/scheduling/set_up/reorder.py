"""Put practitioners, services, rooms or devices in another order."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.errors import ChangedMeanwhile
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.set_up.shelf import listed
from clinic_app.scheduling.tables import Device, Practitioner, Room, Service

Kind = Literal["practitioner", "service", "room", "device"]


async def reorder(session: AsyncSession, actor: Actor, *, kind: Kind, ids: Sequence[UUID]) -> None:
    """Let the live rows of a kind stand as in `ids`, which must name each of them once.

    Raises ChangedMeanwhile when it does not: somebody added or archived one.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    rows = {row.id: row for row in await _rows(session, actor, kind)}
    if len(ids) != len(rows) or set(ids) != set(rows):
        raise ChangedMeanwhile("The list has changed meanwhile. Please look again.")
    for position, row_id in enumerate(ids, start=1):
        rows[row_id].position = position
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.SCHEDULE_ORDER, kind=kind, order=ids)


async def _rows(
    session: AsyncSession, actor: Actor, kind: Kind
) -> Sequence[Practitioner | Service | Room | Device]:
    match kind:
        case "practitioner":
            return await listed(session, actor, Practitioner, archived=False)
        case "service":
            return await listed(session, actor, Service, archived=False)
        case "room":
            return await listed(session, actor, Room, archived=False)
        case "device":
            return await listed(session, actor, Device, archived=False)
