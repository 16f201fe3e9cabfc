"""What rooms and devices share beyond the shelf: they have a name alone, and services use them."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.rows import ResourceRow
from clinic_app.scheduling.set_up.shelf import KINDS, free_name, last_position, listed
from clinic_app.scheduling.tables import Device, Room, Service, ServiceDevice, ServiceRoom

Thing = TypeVar("Thing", Room, Device)


async def save_named(
    session: AsyncSession,
    actor: Actor,
    table: type[Thing],
    *,
    name: str,
    row_id: UUID | None,
    tag: Tag,
) -> UUID:
    """Add one (no id) or rename it, and return its id. Part of a verb that was allowed to."""
    kept = await free_name(session, actor, table, name, besides=row_id)
    if row_id is None:
        position = await last_position(session, actor, table)
        row = table(organization_id=actor.organization_id, name=kept, position=position)
        session.add(row)
    else:
        what = f"That {KINDS[table]}"
        row = await find(session, actor, table, row_id, what=what, lock=True)
        row.name = kept
    await session.flush()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, tag, subject_id=row.id, added=row_id is None, name=kept)
    return row.id


async def list_named(
    session: AsyncSession,
    actor: Actor,
    table: type[Thing],
    link: type[ServiceRoom | ServiceDevice],
    thing: Mapped[UUID],
    *,
    archived: bool,
) -> list[ResourceRow]:
    """Return them in the clinic's order, each with the live services that are linked to it.

    thing: the column of the link that names the room or the device.
    """
    rows = await listed(session, actor, table, archived=archived)
    query = (
        select(thing, col(Service.name))
        .join(
            Service,
            (col(Service.organization_id) == col(link.organization_id))
            & (col(Service.id) == col(link.service_id)),
        )
        .where(
            col(link.organization_id) == actor.organization_id,
            col(Service.archived_at).is_(None),
        )
        .order_by(col(Service.position), col(Service.name))
    )
    named: list[Any] = list((await session.execute(query)).all())
    return [
        ResourceRow(
            id=str(row.id),
            name=row.name,
            archived=row.archived_at is not None,
            services=tuple(service for thing_id, service in named if thing_id == row.id),
        )
        for row in rows
    ]
