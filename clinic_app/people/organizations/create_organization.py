"""Found a clinic. Whoever does becomes its owner."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import SignedIn
from clinic_app.access.roles import Role
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.transaction import enter_clinic
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import OrganizationId
from clinic_app.people.accounts.edit_my_account import own_person
from clinic_app.people.live_membership import actor_at
from clinic_app.people.organizations import organization_rules as rules
from clinic_app.people.organizations.enter_organization import enter_organization
from clinic_app.people.tables import Member, Organization


def slug_taken() -> Conflict:
    """Say that another clinic has the short name."""
    return Conflict("Another clinic has this short name. Add your city, say.", field="slug")


refuse("organization_slug_key", slug_taken)


async def create_organization(
    session: AsyncSession,
    signed_in: SignedIn,
    *,
    name: str,
    slug: str,
    time_zone: str,
    country: str,
    currency: str,
) -> OrganizationId:
    """Found a clinic, with the person as its owner, and make it this session's.

    Any signed-in person may. Raises Invalid beside the field, Conflict for a slug in use.
    """
    organization = Organization(
        name=rules.check_name(name),
        slug=rules.check_slug(slug),
        time_zone=rules.check_zone(time_zone),
        country=rules.check_country(country),
        currency=rules.check_currency(currency),
    )
    person = await own_person(session, signed_in)
    enter_clinic(session, organization=organization.id, person=signed_in.person_id)
    session.add(organization)
    await session.flush()
    owner = Member(organization_id=organization.id, person_id=person.id, role=Role.OWNER.value)
    session.add(owner)
    await enter_organization(session, signed_in, OrganizationId(organization.id))
    actor = actor_at(person, (owner, organization), signed_in.session_id)
    await record(session, actor, Tag.ORGANIZATION_CREATE, subject_id=organization.id)
    return OrganizationId(organization.id)
