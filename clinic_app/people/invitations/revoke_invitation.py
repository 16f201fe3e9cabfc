"""Take an invitation back."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.access.roles import Role
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import InvitationId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.invitations.invitation_rules import is_pending, no_such_invitation
from clinic_app.people.members.member_rules import check_grant
from clinic_app.people.tables import Invitation


async def revoke_invitation(
    session: AsyncSession, actor: Actor, *, invitation_id: InvitationId
) -> None:
    """Make a link useless. An owner's invitation can only be revoked by an owner."""
    require(actor, Permission.MEMBER_WRITE)
    invitation = await find(
        session, actor, Invitation, invitation_id, what="That invitation", lock=True
    )
    if not is_pending(invitation):
        raise no_such_invitation()
    check_grant(actor.role, Role(invitation.role))
    invitation.revoked_at = now()
    await announce(session, actor.organization_id, Topic.MEMBERS)
    await record(session, actor, Tag.INVITATION_REVOKE, subject_id=invitation_id)
