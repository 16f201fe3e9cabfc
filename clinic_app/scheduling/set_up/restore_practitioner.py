"""Take a practitioner back from the archive."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.ids import PractitionerId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.set_up.shelf import free_name
from clinic_app.scheduling.tables import Practitioner


async def restore_practitioner(
    session: AsyncSession, actor: Actor, *, practitioner_id: PractitionerId
) -> None:
    """Make a practitioner bookable again. Raises Invalid when the name is taken by now."""
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(
        session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
    )
    await free_name(session, actor, Practitioner, row.name, besides=row.id)
    row.archived_at = None
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.PRACTITIONER_RESTORE, subject_id=row.id, name=row.name)
