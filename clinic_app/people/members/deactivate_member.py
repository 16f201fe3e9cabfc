"""Let a member's access rest: everything stays, and they can come back."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import MemberId
from clinic_app.people.invitations.revoke_pending import revoke_pending
from clinic_app.people.members.hold_member import hold_member
from clinic_app.people.members.member_rules import check_leave
from clinic_app.people.members.tell_member_changed import tell_member_changed


async def deactivate_member(session: AsyncSession, actor: Actor, *, member_id: MemberId) -> None:
    """Take a member's access away until it is given back; their open pages close at once."""
    require(actor, Permission.MEMBER_WRITE)
    held = await hold_member(session, actor, member_id)
    check_leave(held.standing)
    if held.member.deactivated_at is not None:
        raise Conflict("This member is deactivated already.")
    held.member.deactivated_at = now()
    await revoke_pending(session, actor, held.person.email)
    await record(session, actor, Tag.MEMBER_DEACTIVATE, subject_id=member_id)
    await tell_member_changed(session, actor, held.member)
