"""Give a deactivated member their access back."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import MemberId
from clinic_app.people.members.hold_member import hold_member
from clinic_app.people.members.member_rules import check_return
from clinic_app.people.members.tell_member_changed import tell_member_changed


async def reactivate_member(session: AsyncSession, actor: Actor, *, member_id: MemberId) -> None:
    """Let a deactivated member in again, with the role they had."""
    require(actor, Permission.MEMBER_WRITE)
    held = await hold_member(session, actor, member_id)
    check_return(held.standing)
    if held.member.deactivated_at is None:
        raise Conflict("This member is active already.")
    held.member.deactivated_at = None
    await record(session, actor, Tag.MEMBER_REACTIVATE, subject_id=member_id)
    await tell_member_changed(session, actor, held.member)
