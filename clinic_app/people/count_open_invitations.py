"""How many invitations are out."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.people.tables import Invitation


async def count_open_invitations(session: AsyncSession, actor: Actor) -> int:
    """Count the links that are out and still good, for the number in the sidebar."""
    require(actor, Permission.MEMBER_READ)
    query = (
        select(func.count())
        .select_from(Invitation)
        .where(
            col(Invitation.organization_id) == actor.organization_id,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > now(),
        )
    )
    return (await session.execute(query)).scalar_one()
