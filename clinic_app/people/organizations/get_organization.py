"""A clinic's settings, as the settings page shows them."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.people.tables import Organization


@dataclass(frozen=True, slots=True)
class OrganizationSettings:
    """What an owner or admin can see and change."""

    name: str
    slug: str
    time_zone: str
    country: str
    currency: str
    idle_minutes: int
    slot_minutes: int
    one_visit_per_patient: bool


async def get_organization(session: AsyncSession, actor: Actor) -> OrganizationSettings:
    """Return the settings of the actor's clinic."""
    require(actor, Permission.ORGANIZATION_WRITE)
    query = select(Organization).where(col(Organization.id) == actor.organization_id)
    found = (await session.execute(query)).scalar_one()
    return OrganizationSettings(
        name=found.name,
        slug=found.slug,
        time_zone=found.time_zone,
        country=found.country,
        currency=found.currency,
        idle_minutes=found.idle_minutes,
        slot_minutes=found.slot_minutes,
        one_visit_per_patient=found.one_visit_per_patient,
    )
