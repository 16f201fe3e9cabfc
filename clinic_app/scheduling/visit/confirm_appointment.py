"""The patient said that they will come."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.coming.coming_steps import lock_same_day, step_all
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.step_visit import check_move, lock_visit


async def confirm_appointment(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
) -> None:
    """Mark a booked visit as confirmed, and with it the other services of its coming that day.

    version: what the person saw, to refuse a step on something that changed meanwhile.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, None)
    check_move(visit, Status.CONFIRMED)
    others = await lock_same_day(session, actor, visit, {Status.BOOKED})
    await step_all(session, actor, visit, others, version=version, to=Status.CONFIRMED)
