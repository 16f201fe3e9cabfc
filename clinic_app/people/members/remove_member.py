"""Remove a member from the clinic. What they did stays; they can only come back by invitation."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import MemberId
from clinic_app.people.invitations.revoke_pending import revoke_pending
from clinic_app.people.members.hold_member import hold_member
from clinic_app.people.members.member_rules import check_leave
from clinic_app.people.members.tell_member_changed import tell_member_changed


async def remove_member(session: AsyncSession, actor: Actor, *, member_id: MemberId) -> None:
    """Remove a member; their open pages close at once, their account and other clinics stay."""
    require(actor, Permission.MEMBER_WRITE)
    held = await hold_member(session, actor, member_id)
    check_leave(held.standing)
    held.member.removed_at = now()
    await revoke_pending(session, actor, held.person.email)
    await record(session, actor, Tag.MEMBER_REMOVE, subject_id=member_id, role=held.member.role)
    await tell_member_changed(session, actor, held.member)
