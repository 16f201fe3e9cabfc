"""Write down whether a patient agrees to be sent messages."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.ids import PatientId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.patient_tables import Patient, PatientConsent


async def set_message_consent(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId, given: bool
) -> None:
    """Add the patient's yes or no, with the time; earlier words are kept. Raises NotFound."""
    require(actor, Permission.PATIENT_WRITE)
    patient = await find(session, actor, Patient, patient_id, what="This patient")
    consent = PatientConsent(
        organization_id=actor.organization_id,
        patient_id=patient.id,
        given=given,
        recorded_by=actor.member_id,
    )
    session.add(consent)
    await announce(session, actor.organization_id, Topic.PATIENTS)
    await record(
        session,
        actor,
        Tag.PATIENT_CONSENT,
        subject_id=consent.id,
        patient_id=patient.id,
        kind=consent.kind,
        given=given,
    )
