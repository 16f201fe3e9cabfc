"""Which visits need moving: their practitioner will not be at work then."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit, all_misplaced


async def list_visits_to_move(session: AsyncSession, actor: Actor) -> tuple[MisplacedVisit, ...]:
    """Return the coming visits in time off, on closed days or off hours set since. One query."""
    require(actor, Permission.APPOINTMENT_READ)
    return await all_misplaced(session, actor)
