"""Patients as far as scheduling may know them: that they exist, by id. They live in `people`."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import NotFound

_PATIENT = text(
    "SELECT 1 FROM patient"
    " WHERE organization_id = :organization AND id = :patient AND removed_at IS NULL"
)


async def require_patient(session: AsyncSession, actor: Actor, patient_id: UUID) -> None:
    """Raise NotFound unless the patient is one of the actor's clinic."""
    values = {"organization": actor.organization_id, "patient": patient_id}
    if (await session.execute(_PATIENT, values)).first() is None:
        raise NotFound("The patient")
