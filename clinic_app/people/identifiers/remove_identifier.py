"""Take a national id off a patient. The row stays, as a fact that it was there."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import IdentifierId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.identifiers.find_identifier import find_identifier


async def remove_identifier(
    session: AsyncSession, actor: Actor, *, identifier_id: IdentifierId
) -> None:
    """Mark an id as removed: it is shown and searched no more. Raises NotFound."""
    require(actor, Permission.PATIENT_WRITE)
    require(actor, Permission.IDENTIFIER_READ)
    identifier = await find_identifier(session, actor, identifier_id, lock=True)
    identifier.removed_at = now()
    await announce(session, actor.organization_id, Topic.PATIENTS)
    await record(
        session,
        actor,
        Tag.IDENTIFIER_REMOVE,
        subject_id=identifier.id,
        patient_id=identifier.patient_id,
        kind=identifier.kind,
    )
