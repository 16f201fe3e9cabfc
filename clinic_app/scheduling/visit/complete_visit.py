"""The visit is over."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.step_visit import step_visit


async def complete_visit(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
) -> None:
    """Mark a visit as done. Nothing follows it.

    version: what the person saw, to refuse a step on something that changed meanwhile.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    await step_visit(
        session, actor, appointment_id=appointment_id, version=version, to=Status.COMPLETED
    )
