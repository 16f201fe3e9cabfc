"""Take a device back from the archive."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.ids import DeviceId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.set_up.shelf import free_name
from clinic_app.scheduling.tables import Device


async def restore_device(session: AsyncSession, actor: Actor, *, device_id: DeviceId) -> None:
    """Make a device bookable again. Raises Invalid when the name is taken by now."""
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(session, actor, Device, device_id, what="That device", lock=True)
    await free_name(session, actor, Device, row.name, besides=row.id)
    row.archived_at = None
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.DEVICE_RESTORE, subject_id=row.id, name=row.name)
