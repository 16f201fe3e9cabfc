"""Put a service away that is no longer offered."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import ServiceId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.tables import Service


async def archive_service(session: AsyncSession, actor: Actor, *, service_id: ServiceId) -> None:
    """Offer a service no more. Visits already booked for it stay as they are."""
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(session, actor, Service, service_id, what="That service", lock=True)
    row.archived_at = row.archived_at or now()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.SERVICE_ARCHIVE, subject_id=row.id, name=row.name)
