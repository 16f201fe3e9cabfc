"""The members of a clinic as choices for a picker: who is here, by name."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.people.tables import Member, Person

_MOST = 1000


@dataclass(frozen=True, slots=True)
class MemberChoice:
    """A member's id, name and role."""

    id: str
    name: str
    role: str


async def member_choices(session: AsyncSession, actor: Actor) -> list[MemberChoice]:
    """Return the members who are not removed, by name; the deactivated may come back."""
    require(actor, Permission.MEMBER_READ)
    query = (
        select(col(Member.id), col(Person.name), col(Member.role))
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(
            col(Member.organization_id) == actor.organization_id, col(Member.removed_at).is_(None)
        )
        .order_by(col(Person.name), col(Member.id))
        .limit(_MOST)
    )
    found = (await session.execute(query)).all()
    return [MemberChoice(str(member_id), name, role) for member_id, name, role in found]
