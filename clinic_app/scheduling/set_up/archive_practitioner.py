"""Put a practitioner away who no longer sees patients here."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import PractitionerId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.set_up.visits_ahead import visits_ahead, visits_in_words
from clinic_app.scheduling.tables import Practitioner


async def archive_practitioner(
    session: AsyncSession, actor: Actor, *, practitioner_id: PractitionerId
) -> None:
    """Take a practitioner out of every list. Raises Conflict while visits are to come."""
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(
        session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
    )
    ahead = await visits_ahead(session, actor, col(Reservation.practitioner_id) == practitioner_id)
    if ahead:
        raise Conflict(
            f"{row.name} still has {visits_in_words(ahead)} to come. Move or cancel them first."
        )
    row.archived_at = row.archived_at or now()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.PRACTITIONER_ARCHIVE, subject_id=row.id, name=row.name)
