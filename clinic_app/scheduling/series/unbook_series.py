"""Take a series back that was just booked by mistake."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.untouched import require_untouched


async def unbook_series(
    session: AsyncSession, actor: Actor, *, versions: Mapping[AppointmentId, int]
) -> None:
    """Cancel all its visits, or none. versions: as they were booked.

    Raises NotUndone for the first that somebody changed since.
    """
    require(actor, Permission.APPOINTMENT_DELETE)
    await require_untouched(session, actor, versions)
    for one in sorted(versions):
        await cancel_appointment(session, actor, appointment_id=one, reason="Booked by mistake")
