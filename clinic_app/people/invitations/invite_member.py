"""Invite somebody into the clinic by email."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import InvitationId
from clinic_app.kit.text import email_address
from clinic_app.kit.tokens import clinic_token, hash_token
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.invitations.invitation_rules import LIFETIME, check_pause, is_open
from clinic_app.people.invitations.mail_invitation import mail_invitation
from clinic_app.people.members.hold_member import is_live
from clinic_app.people.members.member_rules import check_grant, parse_role
from clinic_app.people.tables import Invitation, Member, Person


def invited_already() -> Conflict:
    """Say that a link is out."""
    return Conflict("This address has an invitation already. You can send it again.", field="email")


refuse("invitation_once_pending", invited_already)


async def invite_member(
    session: AsyncSession, actor: Actor, *, email: str, role: str
) -> InvitationId:
    """Mail a link that lets the address, and no other, join once within 7 days with this role.

    Raises Conflict for a member and for an address with an open invitation.
    """
    require(actor, Permission.MEMBER_WRITE)
    address = email_address(email)
    wanted = parse_role(role)
    check_grant(actor.role, wanted)
    await _refuse_members(session, actor, address)
    await _replace_expired(session, actor, address)
    token = clinic_token(actor.organization_id)
    invitation = Invitation(
        organization_id=actor.organization_id,
        email=address,
        role=wanted.value,
        token_hash=hash_token(token),
        invited_by=actor.member_id,
        sent_at=now(),
        expires_at=now() + LIFETIME,
    )
    session.add(invitation)
    await session.flush()
    await mail_invitation(session, actor, invitation, token)
    await announce(session, actor.organization_id, Topic.MEMBERS)
    await record(session, actor, Tag.INVITATION_SEND, subject_id=invitation.id, role=wanted.value)
    return InvitationId(invitation.id)


async def _refuse_members(session: AsyncSession, actor: Actor, address: str) -> None:
    query = (
        scoped(Member, actor)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(Person.email) == address, col(Member.removed_at).is_(None))
    )
    member = (await session.execute(query)).scalar_one_or_none()
    if member is None:
        return
    if is_live(member):
        raise Conflict("Somebody with this address is a member already.", field="email")
    raise Conflict("This address belongs to a deactivated member. Reactivate them.", field="email")


async def _replace_expired(session: AsyncSession, actor: Actor, address: str) -> None:
    """Put an expired invitation aside; an open one is refused, and not by a second mail."""
    query = scoped(Invitation, actor).where(
        col(Invitation.email) == address,
        col(Invitation.accepted_at).is_(None),
        col(Invitation.revoked_at).is_(None),
    )
    old = (await session.execute(query.with_for_update())).scalar_one_or_none()
    if old is None:
        return
    if is_open(old):
        raise invited_already()
    check_pause(old)
    old.revoked_at = now()
    await session.flush()
