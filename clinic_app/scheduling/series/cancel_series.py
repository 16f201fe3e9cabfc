"""Cancel a visit of a series: this one, this and those after it, or all that are to come."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId, new_uuid
from clinic_app.scheduling.series.series_rows import Scope, SeriesChanged
from clinic_app.scheduling.series.series_scope import lock_scope
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.step_visit import lock_visit


async def cancel_series(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    scope: Scope,
    reason: str,
    version: int | None = None,
) -> SeriesChanged:
    """Cancel the visits of a scope, each with the reason and its own history.

    version: what the person saw of this visit. What is past or done stays. Raises as
    `cancel_appointment` does.
    """
    require(actor, Permission.APPOINTMENT_DELETE)
    visit = await lock_visit(session, actor, appointment_id, version, scope=scope)
    others = [one for one in await lock_scope(session, actor, visit, scope) if one.id != visit.id]
    deed = new_uuid() if scope == Scope.COMING else None
    ids = (appointment_id, *(other.id for other in others))
    for one in ids:
        await cancel_appointment(session, actor, appointment_id=one, reason=reason, deed_id=deed)
    return SeriesChanged(len(ids), (), ids)
