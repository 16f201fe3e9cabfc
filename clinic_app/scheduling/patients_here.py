"""Patients as far as scheduling may know them: that they exist, by id. They live in `people`."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask, expect_later
from clinic_app.database.statement import Statement
from clinic_app.kit.errors import NotFound

_PATIENT = Statement(
    "SELECT 1 FROM patient"
    " WHERE organization_id = :organization AND id = :patient AND removed_at IS NULL"
)
# As the foreign key of what is written for them would: until then nobody merges them away.
_STAYS = Statement(f"{_PATIENT.sql} FOR KEY SHARE")


async def require_patient(
    session: AsyncSession, actor: Actor, patient_id: UUID, *, only_look: bool = False
) -> None:
    """Raise NotFound unless the patient is one of the actor's clinic.

    only_look: nothing will be written for them.
    """
    values = {"organization": actor.organization_id, "patient": patient_id}
    if not await ask(session, _PATIENT if only_look else _STAYS, values):
        raise NotFound("The patient")


async def expect_patient(session: AsyncSession, actor: Actor, patient_id: UUID) -> None:
    """Let the next statement raise NotFound unless the patient is one of the actor's clinic."""
    values = {"organization": actor.organization_id, "patient": patient_id}
    await expect_later(session, _STAYS, values, NotFound("The patient"))
