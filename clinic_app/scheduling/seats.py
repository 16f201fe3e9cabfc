"""A group's session: the first visit takes its resources, each visit takes one of its seats."""

from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import RoomId
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.places import release_places, take_place
from clinic_app.scheduling.rule_tables import GroupSession
from clinic_app.scheduling.taking import Owner, Resources, Taking, release
from clinic_app.scheduling.visit_plan import VisitPlan

_TRIES = 3  # a session can be closed, or made by a rival, while one looks

# Locked, so that nobody books the seat of a session that is being closed.
_LOCK = text("""
    SELECT g.id FROM group_session g
    JOIN appointment a ON a.organization_id = g.organization_id AND a.session_id = g.id
    WHERE a.organization_id = :organization AND a.id = :appointment AND g.released_at IS NULL
    FOR UPDATE OF g
""")
_CLOSE = text("""
    UPDATE group_session g SET released_at = :now
    WHERE g.organization_id = :organization AND g.id = :session AND NOT EXISTS (
        SELECT FROM numbered_place p
        WHERE p.organization_id = :organization AND p.owner_id = g.id AND p.released_at IS NULL)
    RETURNING g.id
""")


async def take_seat(
    session: AsyncSession, actor: Actor, plan: VisitPlan, appointment_id: UUID
) -> tuple[UUID, Resources]:
    """Take a seat in the session of that time, or open one. Raises SlotTaken."""
    refusal = SlotTaken()
    for _ in range(_TRIES):
        group = await _open_session(session, actor, plan)
        if group is None:
            try:
                async with session.begin_nested():
                    group = await _new_session(session, actor, plan)
            except SlotTaken as lost:  # perhaps to somebody who opened the same session
                refusal = lost
                continue
        await _sit(session, actor, plan, group, appointment_id)
        who = next(one for one in plan.practitioners if one.id == group.practitioner_id)
        return group.id, Resources(who, RoomId(group.room_id) if group.room_id else None, 0)
    raise refusal


async def _open_session(
    session: AsyncSession, actor: Actor, plan: VisitPlan
) -> GroupSession | None:
    """Return a live session of that time with one of the candidates, locked."""
    query = scoped(GroupSession, actor).where(
        col(GroupSession.service_id) == plan.service_id,
        col(GroupSession.starts_at) == plan.start,
        col(GroupSession.ends_at) == plan.end,
        col(GroupSession.practitioner_id).in_([one.id for one in plan.practitioners]),
        col(GroupSession.released_at).is_(None),
    )
    if plan.session is not None:
        query = query.where(col(GroupSession.id) == plan.session.id)
    found = await session.execute(query.order_by(col(GroupSession.id)).limit(1).with_for_update())
    return found.scalar_one_or_none()


async def _new_session(session: AsyncSession, actor: Actor, plan: VisitPlan) -> GroupSession:
    group = GroupSession(
        organization_id=actor.organization_id,
        service_id=plan.service_id,
        practitioner_id=plan.practitioners[0].id,
        room_id=plan.rooms[0] if plan.rooms else None,
        starts_at=plan.start,
        ends_at=plan.end,
        seats=plan.facts.limits.seats,
    )
    session.add(group)
    await session.flush()
    got = await Taking(session, actor, Owner(session_id=group.id)).resources(plan)
    group.practitioner_id, group.room_id = got.practitioner.id, got.room_id
    await session.flush()
    return group


async def _sit(
    session: AsyncSession,
    actor: Actor,
    plan: VisitPlan,
    group: GroupSession,
    appointment_id: UUID,
) -> None:
    seat = await take_place(
        session,
        actor,
        owner_id=group.id,
        day=plan.day,
        most=group.seats,
        appointment_id=appointment_id,
    )
    if seat is None:
        raise SlotTaken("every seat is taken")


async def give_up(session: AsyncSession, actor: Actor, appointment_id: UUID) -> None:
    """Free all that a visit takes: its own rows, its places, its seat and perhaps the session."""
    group_id = await lock_session_of(session, actor, appointment_id)
    await release(session, actor, appointment_id)
    await release_places(session, actor, appointment_id)
    if group_id is not None:
        await close_if_empty(session, actor, group_id)


async def lock_session_of(session: AsyncSession, actor: Actor, appointment_id: UUID) -> UUID | None:
    """Lock the group session of a visit, before its seat is given back; None without one."""
    values = {"organization": actor.organization_id, "appointment": appointment_id}
    return (await session.execute(_LOCK, values)).scalar_one_or_none()


async def close_if_empty(session: AsyncSession, actor: Actor, group_id: UUID) -> None:
    """Give back what a locked session takes when its last seat was given back."""
    values = {"organization": actor.organization_id, "session": group_id, "now": now()}
    if (await session.execute(_CLOSE, values)).first() is None:
        return
    await session.execute(
        update(Reservation)
        .where(
            col(Reservation.organization_id) == actor.organization_id,
            col(Reservation.session_id) == group_id,
            col(Reservation.released_at).is_(None),
        )
        .values(released_at=now())
    )
