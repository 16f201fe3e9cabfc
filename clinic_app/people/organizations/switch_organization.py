"""Work in another of one's clinics."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import SignedIn
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import enter_clinic
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import OrganizationId
from clinic_app.people.accounts.edit_my_account import own_person
from clinic_app.people.live_membership import actor_at, live_place
from clinic_app.people.organizations.enter_organization import enter_organization


async def switch_organization(
    session: AsyncSession, signed_in: SignedIn, *, organization_id: OrganizationId
) -> None:
    """Make a clinic this session's. Raises NotFound unless the person is a live member of it."""
    place = await live_place(session, signed_in.person_id, organization_id)
    if place is None:
        raise NotFound("That clinic")
    person = await own_person(session, signed_in)
    await enter_organization(session, signed_in, organization_id)
    enter_clinic(session, organization=organization_id, person=signed_in.person_id)
    actor = actor_at(person, place, signed_in.session_id)
    await record(session, actor, Tag.SESSION_SWITCH, subject_id=signed_in.session_id)
