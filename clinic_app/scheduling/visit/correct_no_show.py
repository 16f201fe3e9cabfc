"""They came after all."""

from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, new_uuid
from clinic_app.scheduling.coming.coming_steps import lock_same_day
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import MOVABLE, Status
from clinic_app.scheduling.visit.retake_time import retake_time
from clinic_app.scheduling.visit.step_visit import lock_visit, write_step


async def correct_no_show(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
) -> None:
    """Mark a no-show's patient as arrived and take the visit's time again.

    They came for all services of the coming that day: those that were missed as well take their
    time again where it is free, those to come are marked too.
    Raises IllegalMove for a visit that is no no-show, Conflict when its time was given away.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, version)
    if visit.status != Status.NO_SHOW:
        raise IllegalMove("This visit is not marked “No-show”.")
    deed = new_uuid()
    await retake_time(session, actor, visit, despite_rules=True)
    await write_step(session, actor, visit, Status.CHECKED_IN, deed_id=deed)
    among = MOVABLE | {Status.NO_SHOW}
    for other in await lock_same_day(session, actor, visit, among):
        with suppress(ClinicError):
            async with session.begin_nested():
                if other.status == Status.NO_SHOW:
                    await retake_time(session, actor, other, despite_rules=True)
                await write_step(session, actor, other, Status.CHECKED_IN, deed_id=deed)
