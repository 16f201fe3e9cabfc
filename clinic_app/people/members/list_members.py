"""List a clinic's members: searched, sorted and paged by PostgreSQL."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal_column, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.access.roles import Role
from clinic_app.kit.text import fold
from clinic_app.people.members.member_rows import MemberPage
from clinic_app.people.members.seen_members import (
    SeenMember,
    last_used_here,
    live_owners,
    member_row,
    seen_members,
)
from clinic_app.people.tables import Member, Person

PAGE_SIZE = 50
_MOST_TYPED = 80


class MemberSort(StrEnum):
    """What the list can be sorted by."""

    NAME = "name"
    ROLE = "role"
    LAST_USED = "last_used"
    SINCE = "since"


async def list_members(
    session: AsyncSession,
    actor: Actor,
    *,
    search: str = "",
    sort: MemberSort = MemberSort.NAME,
    descending: bool = False,
    page: int = 1,
) -> MemberPage:
    """Return the page (from 1) of members whose name or email contains `search`."""
    require(actor, Permission.MEMBER_READ)
    last_used = last_used_here(actor)
    query = _matching(seen_members(actor, last_used), search)
    total = (await session.execute(select(func.count()).select_from(query.subquery()))).scalar_one()
    column = _columns(last_used)[sort]
    ordered = column.desc().nulls_last() if descending else column.asc().nulls_last()
    found = await session.execute(
        query.order_by(ordered, func.lower(col(Person.name)), col(Member.id))
        .limit(PAGE_SIZE)
        .offset((max(page, 1) - 1) * PAGE_SIZE)
    )
    owners = await live_owners(session, actor)
    rows = [member_row(actor, SeenMember(*row), owners) for row in found]
    return MemberPage(rows=rows, total=total)


def _matching(
    query: Select[Member, Person, datetime], search: str
) -> Select[Member, Person, datetime]:
    for word in fold(search[:_MOST_TYPED]).split():
        in_name = _folded_name().contains(word, autoescape=True)
        in_email = func.lower(cast(col(Person.email), Text)).contains(word, autoescape=True)
        query = query.where(or_(in_name, in_email))
    return query


def _folded_name() -> ColumnElement[str]:
    """The name without case and accents, as `fold` makes it of what was typed."""
    apart = func.normalize(func.lower(col(Person.name)), literal_column("NFKD"))
    return func.regexp_replace(apart, "[\u0300-\u036f]", "", "g", type_=Text)


def _columns(last_used: ColumnElement[datetime]) -> dict[MemberSort, Any]:
    ranks = {role.value: rank for rank, role in enumerate(Role)}
    by_rank = case(ranks, value=col(Member.role))
    return {
        MemberSort.NAME: func.lower(col(Person.name)),
        MemberSort.ROLE: by_rank,
        MemberSort.LAST_USED: last_used,
        MemberSort.SINCE: col(Member.created_at),
    }
