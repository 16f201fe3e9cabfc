"""The rooms of a clinic."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.rows import ResourceRow
from clinic_app.scheduling.shelf import listed
from clinic_app.scheduling.tables import Room, Service, ServiceRoom


async def list_rooms(
    session: AsyncSession, actor: Actor, *, archived: bool = False
) -> list[ResourceRow]:
    """Return them in the clinic's order, with the services that name them."""
    require(actor, Permission.SCHEDULE_READ)
    rows = await listed(session, actor, Room, archived=archived)
    query = (
        select(col(ServiceRoom.room_id), col(Service.name))
        .join(
            Service,
            (col(Service.organization_id) == col(ServiceRoom.organization_id))
            & (col(Service.id) == col(ServiceRoom.service_id)),
        )
        .where(
            col(ServiceRoom.organization_id) == actor.organization_id,
            col(Service.archived_at).is_(None),
        )
        .order_by(col(Service.position), col(Service.name))
    )
    named = (await session.execute(query)).all()
    return [
        ResourceRow(
            id=str(row.id),
            name=row.name,
            archived=row.archived_at is not None,
            services=tuple(name for room_id, name in named if room_id == row.id),
        )
        for row in rows
    ]
