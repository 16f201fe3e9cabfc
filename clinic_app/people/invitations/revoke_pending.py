"""Revoke what invitations an address still has: a removed member shall not walk back in."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.people.tables import Invitation


async def revoke_pending(session: AsyncSession, actor: Actor, email: str | None) -> None:
    """Revoke the clinic's pending invitations for an address, in the caller's deed."""
    if email is None:
        return
    await session.execute(
        update(Invitation)
        .where(
            col(Invitation.organization_id) == actor.organization_id,
            col(Invitation.email) == email,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=now())
    )
