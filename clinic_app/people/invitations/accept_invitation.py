"""Join a clinic with the account that one is signed in with."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import SignedIn
from clinic_app.kit.ids import OrganizationId
from clinic_app.people.accounts.edit_my_account import own_person
from clinic_app.people.invitations.hold_invitation import hold_invitation
from clinic_app.people.invitations.seat_invited import seat_invited
from clinic_app.people.organizations.enter_organization import enter_organization


async def accept_invitation(
    session: AsyncSession, signed_in: SignedIn, *, token: str
) -> OrganizationId:
    """Become a member, once, and make the clinic this session's.

    Raises NotFound for a link that is no longer good, NotAllowed for another's address.
    """
    person = await own_person(session, signed_in)
    held = await hold_invitation(session, token, person_id=signed_in.person_id)
    organization_id = OrganizationId(held[1].id)
    await enter_organization(session, signed_in, organization_id)
    await seat_invited(session, held, person, session_id=signed_in.session_id)
    return organization_id
