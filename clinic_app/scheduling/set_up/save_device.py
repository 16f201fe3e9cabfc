"""Add a device, or rename one."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import DeviceId
from clinic_app.scheduling.set_up.named_things import save_named
from clinic_app.scheduling.tables import Device


async def save_device(
    session: AsyncSession, actor: Actor, *, name: str, device_id: DeviceId | None = None
) -> DeviceId:
    """Add (no id) or rename a device. Raises Invalid for an empty name or one in use."""
    require(actor, Permission.SCHEDULE_WRITE)
    tag = Tag.DEVICE_SAVE
    saved = await save_named(session, actor, Device, name=name, row_id=device_id, tag=tag)
    return DeviceId(saved)
