"""Say that a practitioner is not away after all."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import TimeOffId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.tables import TimeOff
from clinic_app.scheduling.waiting.free_time import free_time


async def cancel_time_off(session: AsyncSession, actor: Actor, *, time_off_id: TimeOffId) -> None:
    """Open the span for visits again. Doing it twice changes nothing more."""
    require(actor, Permission.TIME_OFF_WRITE)
    row = await find(session, actor, TimeOff, time_off_id, what="That time off", lock=True)
    if row.cancelled_at is not None:
        return
    row.cancelled_at = now()
    await free_time(
        *(session, actor),
        practitioner_id=row.practitioner_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_TIME_OFF_CANCEL),
        subject_id=row.practitioner_id,
        time_off=row.id,
    )
