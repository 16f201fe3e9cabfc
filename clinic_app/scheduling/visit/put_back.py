"""Bring visits that were moved together back to where they stood: all of them or none."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.series.series_rows import Stood
from clinic_app.scheduling.series.series_scope import write_walls
from clinic_app.scheduling.visit.bring_back import bring_back
from clinic_app.scheduling.visit.untouched import require_untouched


async def put_back(session: AsyncSession, actor: Actor, *, visits: Sequence[Stood]) -> int:
    """Undo a move of several visits; return how many.

    visits: in the order in which they were moved. Raises NotUndone where somebody changed one
    since, or has its old time by now.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    await require_untouched(session, actor, {one.appointment_id: one.version for one in visits})
    await bring_back(session, actor, visits)
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
