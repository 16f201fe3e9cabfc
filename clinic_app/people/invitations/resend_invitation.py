"""Send an invitation again, with a new link; the old one is dead."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.access.roles import Role
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import InvitationId
from clinic_app.kit.tokens import clinic_token, hash_token
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.invitations.invitation_rules import (
    LIFETIME,
    check_pause,
    is_pending,
    no_such_invitation,
)
from clinic_app.people.invitations.mail_invitation import mail_invitation
from clinic_app.people.members.member_rules import check_grant
from clinic_app.people.tables import Invitation


async def resend_invitation(
    session: AsyncSession, actor: Actor, *, invitation_id: InvitationId
) -> None:
    """Mail a new link for another 7 days. An expired invitation comes to life again.

    Raises NotFound for one that was accepted, revoked or is another clinic's.
    """
    require(actor, Permission.MEMBER_WRITE)
    invitation = await find(
        session, actor, Invitation, invitation_id, what="That invitation", lock=True
    )
    if not is_pending(invitation):
        raise no_such_invitation()
    check_grant(actor.role, Role(invitation.role))
    check_pause(invitation)
    token = clinic_token(actor.organization_id)
    invitation.token_hash = hash_token(token)
    invitation.sent_at = now()
    invitation.expires_at = now() + LIFETIME
    await mail_invitation(session, actor, invitation, token)
    await announce(session, actor.organization_id, Topic.MEMBERS)
    await record(session, actor, Tag.INVITATION_RESEND, subject_id=invitation_id)
