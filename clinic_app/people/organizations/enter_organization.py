"""Make a clinic the one that a session works in."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import SignedIn
from clinic_app.kit.ids import OrganizationId
from clinic_app.live.announce import announce_sessions
from clinic_app.people.tables import Session


async def enter_organization(
    session: AsyncSession, signed_in: SignedIn, organization_id: OrganizationId
) -> None:
    """Write the active clinic on the session. Membership is the caller's to check.

    Even if it were not: who is no live member of the active clinic acts in none.
    """
    await session.execute(
        update(Session)
        .where(col(Session.id) == signed_in.session_id)
        .values(active_organization_id=organization_id)
    )
    await announce_sessions(session, signed_in.person_id)
