"""Bring visits that were moved together back to where they stood: all of them or none."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.series_rows import Stood
from clinic_app.scheduling.series_scope import write_walls


async def put_back(session: AsyncSession, actor: Actor, *, visits: Sequence[Stood]) -> int:
    """Undo a move of several visits; return how many.

    visits: in the order in which they were moved. The last goes back first: its old place was
    left before another took it. Raises ChangedMeanwhile where somebody changed one since, and
    what moving raises.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    overrides = may(actor, Permission.APPOINTMENT_OVERRIDE)
    for visit in reversed(visits):
        await reschedule_appointment(
            session,
            actor,
            appointment_id=visit.appointment_id,
            version=visit.version,
            start=visit.start,
            practitioner_id=visit.practitioner_id,
            room_id=visit.room_id,
            minutes=visit.minutes,
            outside_hours=visit.outside_hours,
            # Where it stood a moment ago, it asks no rule of notice or number again.
            despite_rules=overrides,
            told=False,
        )
    await write_walls(
        session, actor, {one.appointment_id: one.series_wall for one in visits if one.series_wall}
    )
    await announce(session, actor.organization_id, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.SERIES_MOVE),
        back=True,
        visits=len(visits),
        first_visit=str(visits[0].appointment_id) if visits else "",
    )
    return len(visits)
