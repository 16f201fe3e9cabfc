"""The devices of a clinic."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.rows import ResourceRow
from clinic_app.scheduling.shelf import listed
from clinic_app.scheduling.tables import Device, Service, ServiceDevice


async def list_devices(
    session: AsyncSession, actor: Actor, *, archived: bool = False
) -> list[ResourceRow]:
    """Return them in the clinic's order, with the services that need them."""
    require(actor, Permission.SCHEDULE_READ)
    rows = await listed(session, actor, Device, archived=archived)
    query = (
        select(col(ServiceDevice.device_id), col(Service.name))
        .join(
            Service,
            (col(Service.organization_id) == col(ServiceDevice.organization_id))
            & (col(Service.id) == col(ServiceDevice.service_id)),
        )
        .where(
            col(ServiceDevice.organization_id) == actor.organization_id,
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
            services=tuple(name for device_id, name in named if device_id == row.id),
        )
        for row in rows
    ]
