"""The patient is here."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.step_visit import lock_visit, step_visit


async def check_in(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
) -> None:
    """Mark a visit's patient as arrived. A no-show who came is `correct_no_show`.

    version: what the person saw, to refuse a step on something that changed meanwhile.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, None)
    if visit.status == Status.NO_SHOW:  # its time was given away, which must be looked at
        raise IllegalMove("This visit is marked “No-show”. Correct that if they came after all.")
    await step_visit(
        session, actor, appointment_id=appointment_id, version=version, to=Status.CHECKED_IN
    )
