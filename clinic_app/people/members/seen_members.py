"""The query behind every view of members, and the row it becomes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.kit.text import initials
from clinic_app.people.members.hold_member import is_live
from clinic_app.people.members.member_rows import MemberRow
from clinic_app.people.members.member_rules import Deeds, Standing, deeds
from clinic_app.people.moment_words import moment_words
from clinic_app.people.tables import Member, Person, Session


@dataclass(frozen=True, slots=True)
class SeenMember:
    """One row of `seen_members`."""

    member: Member
    person: Person
    last_used: datetime | None


def last_used_here(actor: Actor) -> ColumnElement[datetime]:
    """When somebody last used a session in this clinic; what they do elsewhere is not ours."""
    query = select(func.max(Session.last_used_at)).where(
        col(Session.person_id) == col(Person.id),
        col(Session.active_organization_id) == actor.organization_id,
    )
    return query.correlate(Person).scalar_subquery()


def seen_members(
    actor: Actor, last_used: ColumnElement[datetime]
) -> Select[Member, Person, datetime]:
    """Start a query of the clinic's members, deactivated ones too, removed ones not."""
    return (
        select(Member, Person, last_used)
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(
            col(Member.organization_id) == actor.organization_id,
            col(Member.removed_at).is_(None),
        )
    )


async def live_owners(session: AsyncSession, actor: Actor) -> frozenset[UUID]:
    """Return the ids of those who own the clinic now."""
    query = select(Member.id).where(
        col(Member.organization_id) == actor.organization_id,
        col(Member.role) == Role.OWNER,
        col(Member.deactivated_at).is_(None),
        col(Member.removed_at).is_(None),
    )
    return frozenset((await session.execute(query)).scalars())


def member_row(actor: Actor, seen: SeenMember, owners: frozenset[UUID]) -> MemberRow:
    """Return the row for a screen, with what the one who looks may do."""
    member, person = seen.member, seen.person
    standing = Standing(
        mine=actor.role,
        theirs=Role(member.role),
        is_me=member.id == actor.member_id,
        other_owners=len(owners - {member.id}),
        is_live=is_live(member),
    )
    may = deeds(standing)
    return MemberRow(
        id=str(member.id),
        name=person.name,
        letters=initials(person.name),
        email=person.email or person.username or "",
        role=member.role,
        active=standing.is_live,
        is_me=standing.is_me,
        last_used=moment_words(seen.last_used, actor.time_zone) if seen.last_used else "Not yet",
        since=moment_words(member.created_at, actor.time_zone),
        roles=[role.value for role in may.roles],
        may_deactivate=may.deactivate,
        may_reactivate=may.reactivate,
        may_remove=may.remove,
        may_set_password=may.set_password,
        has_menu=_any(may),
    )


def _any(may: Deeds) -> bool:
    return bool(may.roles) or may.deactivate or may.reactivate or may.remove or may.set_password
