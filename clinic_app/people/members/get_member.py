"""One member, as the list shows them."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import MemberId
from clinic_app.people.members.member_rows import MemberRow
from clinic_app.people.members.seen_members import (
    SeenMember,
    last_used_here,
    live_owners,
    member_row,
    seen_members,
)
from clinic_app.people.tables import Member


async def get_member(session: AsyncSession, actor: Actor, *, member_id: MemberId) -> MemberRow:
    """Return the row. Raises NotFound for a missing, removed or foreign member."""
    require(actor, Permission.MEMBER_READ)
    query = seen_members(actor, last_used_here(actor)).where(col(Member.id) == member_id)
    found = (await session.execute(query)).first()
    if found is None:
        raise NotFound("That member")
    return member_row(actor, SeenMember(*found), await live_owners(session, actor))
