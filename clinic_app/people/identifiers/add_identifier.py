"""Add a national id to a patient."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.ids import IdentifierId, PatientId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.identifiers.identifier_rules import check_identifier
from clinic_app.people.identifiers.sealed_identifier import new_identifier
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.patient_rows import IdentifierDraft


async def add_identifier(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId, draft: IdentifierDraft
) -> IdentifierId:
    """Keep a national id, encrypted, and return its row's id. Raises NotFound or Invalid."""
    require(actor, Permission.PATIENT_WRITE)
    require(actor, Permission.IDENTIFIER_READ)
    patient = await find(session, actor, Patient, patient_id, what="This patient")
    identifier = new_identifier(actor, patient.id, check_identifier(draft))
    session.add(identifier)
    await announce(session, actor.organization_id, Topic.PATIENTS)
    await record(
        session,
        actor,
        Tag.IDENTIFIER_ADD,
        subject_id=identifier.id,
        patient_id=patient.id,
        kind=identifier.kind,
    )
    return IdentifierId(identifier.id)
