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
# As the foreign key of what is written for them would: until then nobody merges them away.
_STAYS = text(f"{_PATIENT.text} FOR KEY SHARE")


async def require_patient(
    session: AsyncSession, actor: Actor, patient_id: UUID, *, only_look: bool = False
) -> None:
    """Raise NotFound unless the patient is one of the actor's clinic.

    only_look: nothing will be written for them.
    """
    values = {"organization": actor.organization_id, "patient": patient_id}
    if (await session.execute(_PATIENT if only_look else _STAYS, values)).first() is None:
        raise NotFound("The patient")
