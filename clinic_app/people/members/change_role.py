"""Give a member another role."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import MemberId
from clinic_app.people.members.hold_member import hold_member, is_live
from clinic_app.people.members.member_rules import check_role_change, parse_role
from clinic_app.people.members.tell_member_changed import tell_member_changed


async def change_role(
    session: AsyncSession, actor: Actor, *, member_id: MemberId, role: str
) -> None:
    """Change a live member's role; their open pages follow at once.

    Raises NotAllowed or Conflict by `member_rules`.
    """
    require(actor, Permission.MEMBER_WRITE)
    wanted = parse_role(role)
    held = await hold_member(session, actor, member_id)
    check_role_change(held.standing, wanted)
    if not is_live(held.member):
        raise Conflict("Reactivate this member before you change the role.")
    before, held.member.role = held.member.role, wanted.value
    await record(
        session, actor, Tag.MEMBER_ROLE, subject_id=member_id, before=before, after=wanted.value
    )
    await tell_member_changed(session, actor, held.member)
