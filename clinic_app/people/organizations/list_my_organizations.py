"""List the clinics that somebody belongs to."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import SignedIn
from clinic_app.access.roles import ROLE_NAMES, Role
from clinic_app.people.live_membership import Place, live_places
from clinic_app.people.organizations.organization_rows import OrganizationCard


async def list_my_organizations(
    session: AsyncSession, signed_in: SignedIn
) -> list[OrganizationCard]:
    """Return the person's clinics by name, for the switcher and the welcome page."""
    places = await live_places(session, signed_in.person_id)
    active = signed_in.actor.organization_id if signed_in.actor else None
    cards = [_card(place, active) for place in places]
    return sorted(cards, key=lambda card: card.name.casefold())


def _card(place: Place, active: object) -> OrganizationCard:
    member, organization = place
    return OrganizationCard(
        id=str(organization.id),
        name=organization.name,
        city=organization.time_zone.rsplit("/", 1)[-1].replace("_", " "),
        role=ROLE_NAMES[Role(member.role)],
        active=organization.id == active,
    )
