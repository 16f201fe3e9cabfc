"""Today's visits as a queue: who is expected, waits, is seen, is done, did not come."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.assistants.assistant_sql import named
from clinic_app.scheduling.coming.queue_coming import with_ways
from clinic_app.scheduling.desk.queue_rows import QueueView, QueueVisit
from clinic_app.scheduling.desk.queue_sql import QUEUE
from clinic_app.scheduling.desk.ticket_rules import ticket_words
from clinic_app.scheduling.states import MOVABLE, Status, state_before
from clinic_app.scheduling.visit.attendance_rules import Attendance, looked_at_since
from clinic_app.scheduling.wall_words import clock


async def load_queue(session: AsyncSession, actor: Actor) -> QueueView:
    """Return the whole clinic's queue of today, in one query however long it is.

    Desk data alone: the same for every role that may see appointments, so screens share it.
    """
    require(actor, Permission.APPOINTMENT_READ)
    moment = now()
    begin, end = day_bounds(to_wall(moment, actor.time_zone).date(), actor.time_zone)
    values = {
        "organization": actor.organization_id,
        "begin": begin,
        "end": end,
        "since": looked_at_since(moment),
    }
    rows = await session.execute(QUEUE, values)
    visits = with_ways(_visit(row, actor.time_zone) for row in rows)
    names = {who: name for visit in visits for who, name in visit.people}
    return QueueView(visits, tuple(sorted(names.items(), key=lambda each: each[1])))


def _visit(row: Any, zone_name: str) -> QueueVisit:  # noqa: ANN401  # a result row
    return QueueVisit(
        id=str(row.id),
        version=row.version,
        status=row.status,
        ticket=ticket_words(row.number) if row.number else "",
        patient=row.patient,
        practitioner_id=str(row.practitioner_id),
        practitioner=row.practitioner,
        assistants=named(row.assistants),
        service=row.service,
        colour=row.colour,
        needs_room=row.needs_room,
        room=row.room or "",
        time=clock(to_wall(row.starts_at, zone_name)),
        starts=int(row.starts_at.timestamp()),
        ends=int(row.ends_at.timestamp()),
        arrived=row.arrived or 0,
        called=row.called or 0,
        back=_back(row),
        first_visit=row.first_visit,
        attendance=Attendance(row.missed, row.due),
        coming=str(row.coming or ""),
        done=row.done or 0,
        waits=row.arrived or 0,
    )


def _back(row: Any) -> str:  # noqa: ANN401  # a result row
    if row.status in MOVABLE:
        return ""
    return state_before(Status(row.status), row.came_from or "") or ""
