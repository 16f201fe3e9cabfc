"""What practitioners, services, rooms and devices share: a name, a place in the order, an archive.

Nothing here is ever deleted, because old visits go on pointing at it.
"""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from clinic_app.access.actor import Actor
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import scoped
from clinic_app.kit.errors import Invalid
from clinic_app.kit.text import one_line
from clinic_app.scheduling.tables import COLOURS, Device, Practitioner, Room, Service

Item = TypeVar("Item", Practitioner, Service, Room, Device)

KINDS: dict[type[Practitioner | Service | Room | Device], str] = {
    Practitioner: "practitioner",
    Service: "service",
    Room: "room",
    Device: "device",
}


def _refuse_name(kind: str) -> None:
    """Say of two who give one name at a moment what the second is told."""
    refuse(
        f"{kind}_name_once",
        lambda: Invalid(f"There is already a {kind} of this name.", field="name"),
    )


for _kind in KINDS.values():
    _refuse_name(_kind)


async def free_name(
    session: AsyncSession, actor: Actor, table: type[Item], typed: str, *, besides: UUID | None
) -> str:
    """Return a typed name as one line. Raises Invalid when empty or another's in use."""
    name = one_line(typed, field="name", label="The name", most=120)
    same = scoped(table, actor).where(
        func.lower(col(table.name)) == func.lower(name), col(table.archived_at).is_(None)
    )
    found = (await session.execute(same.limit(2))).scalars().all()
    if any(item.id != besides for item in found):
        raise Invalid(f"There is already a {KINDS[table]} called “{name}”.", field="name")
    return name


def known_colour(colour: str) -> str:
    """Return a colour of the palette. Raises Invalid for another."""
    if colour not in COLOURS:
        raise Invalid("Please choose one of the colours.", field="colour")
    return colour


async def last_position(session: AsyncSession, actor: Actor, table: type[Item]) -> int:
    """Return the place after everything there is."""
    highest = select(func.max(col(table.position))).where(
        col(table.organization_id) == actor.organization_id
    )
    return ((await session.execute(highest)).scalar_one_or_none() or 0) + 1


async def listed(
    session: AsyncSession, actor: Actor, table: type[Item], *, archived: bool
) -> Sequence[Item]:
    """Return the rows in their order; `archived` includes those put away, at the end."""
    query = scoped(table, actor)
    if not archived:
        query = query.where(col(table.archived_at).is_(None))
    query = query.order_by(
        col(table.archived_at).is_not(None), col(table.position), col(table.name), col(table.id)
    )
    return (await session.execute(query)).scalars().all()


async def services_with(
    session: AsyncSession, actor: Actor, ids: SelectOfScalar[UUID]
) -> list[str]:
    """Return the names of live services among these ids, three at most, for a sentence."""
    query = (
        select(col(Service.name))
        .where(
            col(Service.organization_id) == actor.organization_id,
            col(Service.archived_at).is_(None),
            col(Service.id).in_(ids),
        )
        .order_by(col(Service.position))
        .limit(3)
    )
    return list((await session.execute(query)).scalars().all())
