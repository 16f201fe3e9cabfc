"""Take back a change of working hours that has not begun."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict, NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.hours.hours_rows import drop_week, weeks_by_practitioner
from clinic_app.scheduling.tables import Practitioner
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit
from clinic_app.scheduling.to_move.misplaced_in_week import misplaced_in_week
from clinic_app.scheduling.waiting.free_hours import free_hours


async def remove_hours_change(
    session: AsyncSession, actor: Actor, *, practitioner_id: PractitionerId, valid_from: date
) -> tuple[MisplacedVisit, ...]:
    """Let the week before rule on, and return the visits that cannot be given in its hours.

    Raises Conflict once the change has begun.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(
        session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
    )
    if valid_from <= to_wall(now(), actor.time_zone).date():
        raise Conflict("These hours have begun already. Set others from a later date instead.")
    before = await weeks_by_practitioner(session, actor, [practitioner_id])
    if not await drop_week(session, actor, practitioner_id, valid_from):
        raise NotFound("That change of hours")
    await free_hours(
        session, actor, practitioner_id=practitioner_id, before=before[practitioner_id]
    )
    hit = await misplaced_in_week(session, actor, practitioner_id, valid_from, goes_on=True)
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_HOURS),
        subject_id=row.id,
        valid_from=valid_from,
        removed=True,
        visits=len(hit),
    )
    return hit
