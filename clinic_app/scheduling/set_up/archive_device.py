"""Put a device away that is no longer used."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import DeviceId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.set_up.shelf import services_with
from clinic_app.scheduling.set_up.visits_ahead import visits_ahead, visits_in_words
from clinic_app.scheduling.tables import Device, ServiceDevice


async def archive_device(session: AsyncSession, actor: Actor, *, device_id: DeviceId) -> None:
    """Book a device no more. Raises Conflict while visits or services need it."""
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(session, actor, Device, device_id, what="That device", lock=True)
    ahead = await visits_ahead(session, actor, col(Reservation.device_id) == device_id)
    if ahead:
        raise Conflict(
            f"{visits_in_words(ahead)} to come will need {row.name}. Move or cancel them first."
        )
    needing = select(col(ServiceDevice.service_id)).where(
        col(ServiceDevice.organization_id) == actor.organization_id,
        col(ServiceDevice.device_id) == device_id,
    )
    if names := await services_with(session, actor, needing):
        raise Conflict(f"{row.name} is needed for {' and '.join(names)}. Change that first.")
    row.archived_at = row.archived_at or now()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.DEVICE_ARCHIVE, subject_id=row.id, name=row.name)
