"""List the invitations that nobody has accepted or revoked."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.access.roles import Role
from clinic_app.people.invitations.invitation_rules import is_open
from clinic_app.people.members.member_rows import InvitationRow
from clinic_app.people.members.member_rules import grantable_roles
from clinic_app.people.moment_words import moment_words
from clinic_app.people.tables import Invitation, Member, Person

_MOST = 100


async def list_invitations(session: AsyncSession, actor: Actor) -> list[InvitationRow]:
    """Return pending invitations, the latest sent first; expired ones can be sent again."""
    require(actor, Permission.MEMBER_READ)
    query = (
        select(Invitation, Person.name)
        .outerjoin(
            Member,
            (col(Member.organization_id) == col(Invitation.organization_id))
            & (col(Member.id) == col(Invitation.invited_by)),
        )
        .outerjoin(Person, col(Person.id) == col(Member.person_id))
        .where(
            col(Invitation.organization_id) == actor.organization_id,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .order_by(col(Invitation.sent_at).desc(), col(Invitation.id))
        .limit(_MOST)
    )
    return [_row(actor, row[0], row[1]) for row in await session.execute(query)]


def _row(actor: Actor, invitation: Invitation, invited_by: str | None) -> InvitationRow:
    return InvitationRow(
        id=str(invitation.id),
        email=invitation.email,
        role=invitation.role,
        invited_by=invited_by or "",
        sent=moment_words(invitation.sent_at, actor.time_zone),
        expires=moment_words(invitation.expires_at, actor.time_zone),
        is_expired=not is_open(invitation),
        may_change=Role(invitation.role) in grantable_roles(actor.role),
    )
