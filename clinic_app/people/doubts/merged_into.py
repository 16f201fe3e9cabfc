"""Where the file of somebody went who had registered a second time."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import PatientId
from clinic_app.people.doubt_tables import PossibleDuplicate


async def merged_into(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId
) -> PatientId | None:
    """Return the patient whom a registration turned out to be; None for every other."""
    require(actor, Permission.PATIENT_READ)
    query = select(col(PossibleDuplicate.other_id)).where(
        col(PossibleDuplicate.organization_id) == actor.organization_id,
        col(PossibleDuplicate.patient_id) == patient_id,
        col(PossibleDuplicate.answer) == "same",
    )
    found = (await session.execute(query)).scalar_one_or_none()
    return None if found is None else PatientId(found)
