"""The patient did not come."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.coming.coming_steps import lock_same_day, step_all
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import MOVABLE, Status
from clinic_app.scheduling.visit.step_visit import lock_visit


async def mark_no_show(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
) -> None:
    """Mark that nobody came, once the visit should have begun. Frees what is left of its time.

    Whoever did not come missed all services of the coming that should have begun by now.
    version: what the person saw, to refuse a step on something that changed meanwhile.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, None)
    if visit.starts_at > now():
        raise IllegalMove("This visit has not begun yet, so nobody can have missed it.")
    others = await lock_same_day(session, actor, visit, MOVABLE)
    begun = [other for other in others if other.starts_at <= now()]
    await step_all(session, actor, visit, begun, version=version, to=Status.NO_SHOW)
