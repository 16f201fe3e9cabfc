"""Who acts in a clinic when a job's time has come."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import CLOCK_SCOPES, outsider
from clinic_app.kit.ids import OrganizationId
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.people.tables import Organization
from clinic_app.scheduling.outside.get_public_booking import get_public_booking


async def clock_of(session: AsyncSession, organization_id: UUID) -> Actor:
    """Return the clinic's clock; the transaction must be this clinic's already."""
    return _clock(await _clinic(session, organization_id))


async def open_by_clock(session: AsyncSession, organization_id: UUID) -> OpenClinic:
    """Return the clinic as its letters speak of it, with its clock to act."""
    clinic = await _clinic(session, organization_id)
    actor = _clock(clinic)
    return OpenClinic(actor, clinic.name, await get_public_booking(session, actor))


async def _clinic(session: AsyncSession, organization_id: UUID) -> Organization:
    query = select(Organization).where(col(Organization.id) == organization_id)
    return (await session.execute(query)).scalar_one()


def _clock(clinic: Organization) -> Actor:
    return outsider(
        Kind.CLOCK,
        OrganizationId(clinic.id),
        time_zone=clinic.time_zone,
        country=clinic.country,
        currency=clinic.currency,
        scopes=CLOCK_SCOPES,
    )
