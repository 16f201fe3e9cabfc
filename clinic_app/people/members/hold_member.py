"""Hold a member still, and with them the clinic's owners, until the deed is done."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.database.scoped import scoped
from clinic_app.kit.errors import NotAllowed, NotFound
from clinic_app.kit.ids import MemberId
from clinic_app.people.members.member_rules import Standing
from clinic_app.people.tables import Member, Person


@dataclass(frozen=True, slots=True)
class Held:
    """A locked member, the person, and how the actor stands to them."""

    member: Member
    person: Person
    standing: Standing


async def hold_member(session: AsyncSession, actor: Actor, member_id: MemberId) -> Held:
    """Lock the member, the actor and every owner, so that two owners cannot lower each other.

    The actor's role is read again under the lock: it may have been lowered a moment ago.
    Raises NotFound for a missing, removed or foreign member.
    """
    query = (
        scoped(Member, actor)
        .where(
            or_(
                col(Member.id).in_([member_id, actor.member_id]),
                col(Member.role) == Role.OWNER,
            )
        )
        .order_by(col(Member.id))  # one order for everybody, so nobody waits in a circle
        .with_for_update()
    )
    rows = {row.id: row for row in (await session.execute(query)).scalars()}
    me, member = rows.get(actor.member_id), rows.get(member_id)
    if me is None or not is_live(me):
        raise NotAllowed
    if member is None or member.removed_at is not None:
        raise NotFound("That member")
    owners = [row for row in rows.values() if row.role == Role.OWNER and is_live(row)]
    standing = Standing(
        mine=Role(me.role),
        theirs=Role(member.role),
        is_me=member.id == me.id,
        other_owners=sum(row.id != member.id for row in owners),
        is_live=is_live(member),
    )
    return Held(member, await _person(session, member), standing)


def is_live(member: Member) -> bool:
    """Tell whether a membership counts: neither deactivated nor removed."""
    return member.deactivated_at is None and member.removed_at is None


async def _person(session: AsyncSession, member: Member) -> Person:
    query = select(Person).where(col(Person.id) == member.person_id)
    return (await session.execute(query)).scalar_one()
