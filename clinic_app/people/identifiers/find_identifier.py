"""Look up one national id of the actor's clinic."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import find
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import IdentifierId
from clinic_app.people.patient_tables import PatientIdentifier


async def find_identifier(
    session: AsyncSession, actor: Actor, identifier_id: IdentifierId, *, lock: bool = False
) -> PatientIdentifier:
    """Return an id that was not removed. Raises NotFound for a foreign or missing one."""
    what = "This number"
    identifier = await find(session, actor, PatientIdentifier, identifier_id, what=what, lock=lock)
    if identifier.removed_at is not None:
        raise NotFound(what)
    return identifier
