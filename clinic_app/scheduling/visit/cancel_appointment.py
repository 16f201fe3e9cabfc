"""The visit will not take place."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.text import one_line
from clinic_app.scheduling.errors import ReasonMissing
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.step_visit import step_visit


async def cancel_appointment(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    reason: str,
    version: int | None = None,
    deed_id: UUID | None = None,
) -> None:
    """Cancel a booked or confirmed visit, with the reason, and free its time.

    version: what the person saw, to refuse a step on something that changed meanwhile.
    deed_id: of what cancels a whole coming.
    """
    require(actor, Permission.APPOINTMENT_DELETE)
    why = one_line(reason, field="reason", label="The reason", most=300, required=False)
    if not why:
        raise ReasonMissing
    await step_visit(
        session,
        actor,
        appointment_id=appointment_id,
        version=version,
        to=Status.CANCELLED,
        reason=why,
        tag=Tag.APPOINTMENT_CANCEL,
        deed_id=deed_id,
    )
