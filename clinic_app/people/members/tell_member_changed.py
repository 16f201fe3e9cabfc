"""Say that somebody's place in the clinic changed: lists load again, rights change at once."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.live.announce import announce, announce_sessions
from clinic_app.live.topics import Topic
from clinic_app.people.tables import Member


async def tell_member_changed(session: AsyncSession, actor: Actor, member: Member) -> None:
    """Wake the lists of members, and every open page of the member."""
    await announce(session, actor.organization_id, Topic.MEMBERS)
    await announce_sessions(session, member.person_id)
