"""Where a patient can be reached, and whether they want to be."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find
from clinic_app.kit.ids import PatientId
from clinic_app.people.patient_tables import Patient, PatientConsent


@dataclass(frozen=True, slots=True)
class Reach:
    """A patient's address and number, "" where unknown; agrees unless they said no to messages."""

    email: str
    phone: str
    agrees: bool


async def get_contact(session: AsyncSession, actor: Actor, *, patient_id: PatientId) -> Reach:
    """Return how to reach a patient. Raises NotFound."""
    require(actor, Permission.PATIENT_READ)
    patient = await find(session, actor, Patient, patient_id, what="The patient")
    query = (
        select(col(PatientConsent.given))
        .where(col(PatientConsent.organization_id) == actor.organization_id)
        .where(col(PatientConsent.patient_id) == patient_id)
        .where(col(PatientConsent.kind) == "messages")
        .order_by(col(PatientConsent.created_at).desc(), col(PatientConsent.id).desc())
        .limit(1)
    )
    said = (await session.execute(query)).scalar_one_or_none()
    return Reach(patient.email, patient.phone, said is not False)
