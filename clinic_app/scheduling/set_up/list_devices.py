"""The devices of a clinic."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.rows import ResourceRow
from clinic_app.scheduling.set_up.named_things import list_named
from clinic_app.scheduling.tables import Device, ServiceDevice


async def list_devices(
    session: AsyncSession, actor: Actor, *, archived: bool = False
) -> list[ResourceRow]:
    """Return them in the clinic's order, with the services that need them."""
    require(actor, Permission.SCHEDULE_READ)
    by = col(ServiceDevice.device_id)
    return await list_named(session, actor, Device, ServiceDevice, by, archived=archived)
