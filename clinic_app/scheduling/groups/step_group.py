"""All who can of a group's session go one step on: they are here, it begins, it is over."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find
from clinic_app.kit.ids import AppointmentId, GroupId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.groups.lock_group import lock_visits_of, require_seen
from clinic_app.scheduling.rule_tables import GroupSession
from clinic_app.scheduling.states import ARRIVED, STATUS_NAMES, Status
from clinic_app.scheduling.visit.step_visit import write_step
from clinic_app.scheduling.visit.visit_moves import moves_in_group


async def step_group(
    session: AsyncSession,
    actor: Actor,
    *,
    group_id: GroupId,
    to: Status,
    version: int | None = None,
) -> tuple[AppointmentId, ...]:
    """Mark as arrived, in visit or done whoever can be, and return their visits.

    Done is whoever is here, called in or not. Who missed the session, or stands elsewhere, is
    left. version: what `get_group` told. Raises ChangedMeanwhile, and IllegalMove when nobody can.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    await find(session, actor, GroupSession, group_id, what="The session")
    visits = await lock_visits_of(session, actor, group_id)
    require_seen(visits, version)
    going = [one for one in visits if to in ARRIVED and _can(actor, one, to)]
    if not going:
        raise IllegalMove(f"Nobody of this session can be marked “{STATUS_NAMES[to]}” now.")
    for visit in going:
        await write_step(session, actor, visit, to)
    return tuple(AppointmentId(visit.id) for visit in going)


def _can(actor: Actor, visit: Appointment, to: Status) -> bool:
    return to in moves_in_group(actor, Status(visit.status), visit.starts_at)
