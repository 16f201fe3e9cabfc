"""Read a national id in the clear."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import IdentifierId
from clinic_app.people.identifiers.find_identifier import find_identifier
from clinic_app.people.identifiers.sealed_identifier import open_number_if_possible


async def reveal_identifier(
    session: AsyncSession, actor: Actor, *, identifier_id: IdentifierId
) -> str:
    """Return the number; who read it is written down. Raises NotFound."""
    require(actor, Permission.PATIENT_READ)
    require(actor, Permission.IDENTIFIER_READ)
    identifier = await find_identifier(session, actor, identifier_id)
    number = open_number_if_possible(identifier)
    if number is None:
        raise Invalid("This number cannot be read: its encryption key is missing.")
    await record(
        session,
        actor,
        Tag.IDENTIFIER_REVEAL,
        subject_id=identifier.id,
        patient_id=identifier.patient_id,
        kind=identifier.kind,
    )
    return number
