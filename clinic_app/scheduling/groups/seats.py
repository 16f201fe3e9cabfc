"""A group's session: the first visit takes its resources, each visit takes one of its seats."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId, RoomId
from clinic_app.scheduling.assistants.keep_assistants import keep_assistants
from clinic_app.scheduling.booking.places import release_places, take_place
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.taking import Resources, Taking, release
from clinic_app.scheduling.booking.visit_plan import Candidate, VisitPlan, parts_of
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.groups.leaving_sql import LEAVING
from clinic_app.scheduling.rule_tables import GroupSession

_TRIES = 3  # a session can be closed, or made by a rival, while one looks

# Locked, so that nobody books the seat of a session that is being closed.
_LOCK = text("""
    SELECT g.id FROM group_session g
    JOIN appointment a ON a.organization_id = g.organization_id AND a.session_id = g.id
    WHERE a.organization_id = :organization AND a.id = :appointment AND g.released_at IS NULL
    FOR UPDATE OF g
""")
# A session stands while a visit sits in it; with nothing but holds, until the last of them ends;
# with nobody, no longer. What it takes goes the same way.
_SETTLE = text("""
    WITH seated AS (
        SELECT count(*) AS many, bool_or(p.appointment_id IS NOT NULL) AS visited,
            max(p.expires_at) AS until
        FROM numbered_place p
        WHERE p.organization_id = :organization AND p.owner_id = :session
            AND p.released_at IS NULL AND (p.expires_at IS NULL OR p.expires_at > :now)),
    settled AS (
        UPDATE group_session g
        SET released_at = CASE WHEN many = 0 THEN CAST(:now AS timestamptz) END,
            expires_at = CASE WHEN visited THEN NULL ELSE until END
        FROM seated
        WHERE g.organization_id = :organization AND g.id = :session AND g.released_at IS NULL
        RETURNING g.released_at, g.expires_at)
    UPDATE reservation r SET released_at = settled.released_at, expires_at = settled.expires_at
    FROM settled
    WHERE r.organization_id = :organization AND r.session_id = :session
        AND r.released_at IS NULL
""")
_OF_HOLD = text("""
    SELECT id FROM group_session
    WHERE organization_id = :organization AND id = :session AND released_at IS NULL FOR UPDATE
""")
_LEAVING = text(LEAVING)
_STAND_UP = text("""
    UPDATE numbered_place SET released_at = :now
    WHERE organization_id = :organization AND hold_id = :hold AND released_at IS NULL
""")


_HELPERS = text("""
    SELECT h.id, h.name
    FROM visit_assistant x
    JOIN practitioner h ON h.organization_id = :organization AND h.id = x.practitioner_id
    WHERE x.organization_id = :organization AND x.owner_id = :session AND x.removed_at IS NULL
""")


class Left(NamedTuple):
    """A session that a visit leaves for another."""

    id: UUID
    ends: bool  # nobody else sits in it: what it takes goes to the session that is opened


async def take_seat(
    session: AsyncSession, actor: Actor, plan: VisitPlan, taker: Owner, left: Left | None = None
) -> tuple[UUID, Resources]:
    """Take a seat in the session of that time, or open one. Raises SlotTaken.

    taker: the visit that sits down, or a hold that keeps the seat until it expires.
    """
    refusal = SlotTaken()
    for _ in range(_TRIES):
        group, helpers = await _open_session(session, actor, plan, left)
        if group is None and plan.session is not None:  # of a new one it says less than it takes
            raise SlotTaken("the group’s session was just closed")
        if group is None:
            try:
                async with session.begin_nested():
                    opened = await _new_session(session, actor, plan, taker.expires_at, left)
                    group, helpers = opened
            except SlotTaken as lost:  # perhaps to somebody who opened the same session
                refusal = lost
                continue
        await _sit(session, actor, plan, group, taker)
        who = next(one for one in plan.practitioners if one.id == group.practitioner_id)
        room_id = RoomId(group.room_id) if group.room_id else None
        return group.id, Resources(who, room_id, 0, helpers)
    raise refusal


async def _open_session(
    session: AsyncSession, actor: Actor, plan: VisitPlan, left: Left | None
) -> tuple[GroupSession | None, tuple[Candidate, ...]]:
    """Return a live session of that time with one of the candidates, locked, and who assists."""
    query = scoped(GroupSession, actor).where(
        col(GroupSession.service_id) == plan.service_id,
        col(GroupSession.starts_at) == plan.start,
        col(GroupSession.ends_at) == plan.end,
        col(GroupSession.practitioner_id).in_([one.id for one in plan.practitioners]),
        col(GroupSession.released_at).is_(None),
        or_(col(GroupSession.expires_at).is_(None), col(GroupSession.expires_at) > now()),
    )
    if left is not None:
        query = query.where(col(GroupSession.id) != left.id)
    if plan.session is not None:
        query = query.where(col(GroupSession.id) == plan.session.id)
    found = await session.execute(query.order_by(col(GroupSession.id)).limit(1).with_for_update())
    group = found.scalar_one_or_none()
    if group is None:
        return None, ()
    values = {"organization": actor.organization_id, "session": group.id}
    found = await session.execute(_HELPERS, values)
    helpers = tuple(Candidate(PractitionerId(one.id), one.name, False) for one in found)
    return (group, helpers) if _are_there(plan, helpers) else (None, ())


def _are_there(plan: VisitPlan, helpers: Collection[Candidate]) -> bool:
    """Tell whether those assist in a session who shall."""
    team = plan.facts.team
    return not team.asked or team.named <= {one.id for one in helpers}


async def _new_session(
    session: AsyncSession,
    actor: Actor,
    plan: VisitPlan,
    expires_at: datetime | None,
    left: Left | None,
) -> tuple[GroupSession, tuple[Candidate, ...]]:
    """Return one that has taken all it needs, and who assists in it."""
    group = GroupSession(
        organization_id=actor.organization_id,
        service_id=plan.service_id,
        practitioner_id=plan.practitioners[0].id,
        room_id=plan.rooms[0] if plan.rooms else None,
        starts_at=plan.start,
        ends_at=plan.end,
        seats=plan.facts.limits.seats,
        expires_at=expires_at,
    )
    session.add(group)
    await session.flush()
    owner = Owner(session_id=group.id, expires_at=expires_at)
    gone = Owner(session_id=left.id) if left is not None and left.ends else None
    got = await Taking(session, actor, owner, instead_of=gone).resources(plan)
    group.practitioner_id, group.room_id = got.practitioner.id, got.room_id
    await session.flush()
    if got.assistants:
        await keep_assistants(session, actor, owner, parts_of(got.assistants))
    return group, got.assistants


async def _sit(
    session: AsyncSession, actor: Actor, plan: VisitPlan, group: GroupSession, taker: Owner
) -> None:
    seat = await take_place(
        session, actor, owner_id=group.id, day=plan.day, most=group.seats, taker=taker
    )
    if seat is None:
        raise SlotTaken("every seat is taken or held")
    if group.expires_at is not None:  # until now, nothing but holds sat in it
        await settle(session, actor.organization_id, group.id)


async def give_up(session: AsyncSession, actor: Actor, appointment_id: UUID) -> None:
    """Free all that a visit takes: its own rows, its places, its seat and perhaps the session."""
    group_id = await lock_session_of(session, actor, appointment_id)
    await release(session, actor, appointment_id)
    await release_places(session, actor, appointment_id)
    if group_id is not None:
        await settle(session, actor.organization_id, group_id)


async def give_up_held_seat(
    session: AsyncSession, organization_id: UUID, session_id: UUID, hold_id: UUID
) -> None:
    """Free the seat that a hold keeps, and perhaps the session."""
    values = {"organization": organization_id, "session": session_id, "hold": hold_id, "now": now()}
    await session.execute(_OF_HOLD, values)
    await session.execute(_STAND_UP, values)
    await settle(session, organization_id, session_id)


async def lock_session_of(session: AsyncSession, actor: Actor, appointment_id: UUID) -> UUID | None:
    """Lock the group session of a visit, before its seat is given back; None without one."""
    values = {"organization": actor.organization_id, "appointment": appointment_id}
    return (await session.execute(_LOCK, values)).scalar_one_or_none()


async def stand_up(session: AsyncSession, actor: Actor, appointment_id: UUID) -> Left | None:
    """Give back a moved visit's places, and return the session, locked, in which it had a seat."""
    left = None
    if await lock_session_of(session, actor, appointment_id) is not None:
        (left,) = await sessions_left(session, actor, [appointment_id])
    await release_places(session, actor, appointment_id)
    return left


async def sessions_left(
    session: AsyncSession, actor: Actor, visits: Collection[UUID]
) -> list[Left]:
    """Return the sessions that visits leave when they move."""
    values = {"organization": actor.organization_id, "aside": list(visits), "now": now()}
    return [Left(*row) for row in await session.execute(_LEAVING, values)]


async def settle(session: AsyncSession, organization_id: UUID, session_id: UUID) -> None:
    """Let a locked session, and what it takes, stand as long as somebody sits in it."""
    values = {"organization": organization_id, "session": session_id, "now": now()}
    await session.execute(_SETTLE, values)
