"""The patient is here."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.coming.coming_steps import lock_same_day, step_all
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import MOVABLE, Status
from clinic_app.scheduling.visit.check_in_rules import day_has_come
from clinic_app.scheduling.visit.step_visit import check_move, lock_visit
from clinic_app.scheduling.wall_words import long_day


async def check_in(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
) -> None:
    """Mark a visit's patient as arrived, on its day. A no-show who came is `correct_no_show`.

    One arrival counts for all services of a coming that are due that day, and has one ticket.
    version: what the person saw, to refuse a step on something that changed meanwhile.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, None)
    if visit.status == Status.NO_SHOW:  # its time was given away, which must be looked at
        raise IllegalMove("This visit is marked “No-show”. Correct that if they came after all.")
    check_move(visit, Status.CHECKED_IN)
    if not day_has_come(visit.starts_at, now(), actor.time_zone):
        day = long_day(to_wall(visit.starts_at, actor.time_zone))
        raise IllegalMove(f"This visit is on {day}. Whoever is here before is moved first.")
    others = await lock_same_day(session, actor, visit, MOVABLE)
    await step_all(session, actor, visit, others, version=version, to=Status.CHECKED_IN)
