"""A doubt that nobody has decided about yet, locked for whoever decides."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import DoubtId
from clinic_app.people.doubt_tables import PossibleDuplicate


async def open_doubt(
    session: AsyncSession, actor: Actor, *, doubt_id: DoubtId
) -> PossibleDuplicate:
    """Return it. Raises NotFound, or Conflict when somebody was first."""
    require(actor, Permission.PATIENT_WRITE)
    doubt = await find(session, actor, PossibleDuplicate, doubt_id, what="That", lock=True)
    if doubt.answered_at is not None:
        raise Conflict("Somebody has decided about this already.")
    return doubt
