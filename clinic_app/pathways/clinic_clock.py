"""Who acts in a clinic when a job's time has come."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import CLOCK_SCOPES, outsider
from clinic_app.kit.ids import OrganizationId
from clinic_app.people.tables import Organization


async def clock_of(session: AsyncSession, organization_id: UUID) -> Actor:
    """Return the clinic's clock; the transaction must be this clinic's already."""
    query = select(Organization).where(col(Organization.id) == organization_id)
    clinic = (await session.execute(query)).scalar_one()
    return outsider(
        Kind.CLOCK,
        OrganizationId(clinic.id),
        time_zone=clinic.time_zone,
        country=clinic.country,
        currency=clinic.currency,
        scopes=CLOCK_SCOPES,
    )
