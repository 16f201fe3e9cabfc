"""Find an open invitation by its link, and hold it."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.database.transaction import enter_clinic
from clinic_app.kit.ids import PersonId
from clinic_app.kit.tokens import clinic_of_token, hash_token
from clinic_app.people.invitations.invitation_rules import is_open, no_such_invitation
from clinic_app.people.tables import Invitation, Organization

Held = tuple[Invitation, Organization]


async def hold_invitation(
    session: AsyncSession, token: str, *, person_id: PersonId | None, lock: bool = True
) -> Held:
    """Enter the clinic that the link leads into and return its open invitation, locked.

    Of two uses at once the second waits here, and then finds it used. Raises NotFound in the
    same words for a link that is unknown, used, revoked or too old.
    """
    organization_id = clinic_of_token(token)
    if organization_id is None:
        raise no_such_invitation()
    enter_clinic(session, organization=organization_id, person=person_id)
    query = select(Invitation).where(
        col(Invitation.organization_id) == organization_id,
        col(Invitation.token_hash) == hash_token(token),
    )
    found = await session.execute(query.with_for_update() if lock else query)
    invitation = found.scalar_one_or_none()
    if invitation is None or not is_open(invitation):
        raise no_such_invitation()
    clinic = select(Organization).where(col(Organization.id) == organization_id)
    return invitation, (await session.execute(clinic)).scalar_one()
