"""A person's place in a clinic, as it is now: deactivated and removed members have none."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.kit.ids import MemberId, OrganizationId, PersonId, SessionId
from clinic_app.people.tables import Member, Organization, Person

Place = tuple[Member, Organization]

_SET_PERSON = text("SELECT set_config('app.person_id', :person, true)")


async def live_places(session: AsyncSession, person_id: UUID) -> list[Place]:
    """Return the person's live memberships with their clinics, the oldest first."""
    # PostgreSQL shows a person's own places only to a transaction that names the person.
    await session.execute(_SET_PERSON, {"person": str(person_id)})
    found = await session.execute(
        select(Member, Organization)
        .join(Organization, col(Organization.id) == col(Member.organization_id))
        .where(
            col(Member.person_id) == person_id,
            col(Member.deactivated_at).is_(None),
            col(Member.removed_at).is_(None),
        )
        .order_by(col(Member.created_at), col(Member.id))
    )
    return [(row[0], row[1]) for row in found]


async def live_place(
    session: AsyncSession, person_id: UUID, organization_id: UUID | None
) -> Place | None:
    """Return the person's live membership in one clinic, if there is one."""
    if organization_id is None:
        return None
    places = await live_places(session, person_id)
    return next((place for place in places if place[1].id == organization_id), None)


def actor_at(person: Person, place: Place, session_id: UUID | None) -> Actor:
    """Return the person as an actor of that place."""
    member, organization = place
    return Actor(
        organization_id=OrganizationId(organization.id),
        member_id=MemberId(member.id),
        person_id=PersonId(person.id),
        role=Role(member.role),
        name=person.name,
        session_id=None if session_id is None else SessionId(session_id),
        time_zone=organization.time_zone,
        country=organization.country,
        currency=organization.currency,
    )
