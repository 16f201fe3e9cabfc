"""Who and what could serve a visit at one time: the courtesy before the constraints decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import AppointmentId, GroupId, HoldId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.assistants.plan_team import require_offered, with_assistants
from clinic_app.scheduling.booking.free_practitioners import free_practitioners
from clinic_app.scheduling.booking.free_resources import Asked, free_devices, free_rooms
from clinic_app.scheduling.booking.visit_plan import Candidate, VisitPlan
from clinic_app.scheduling.coming.own_services import NOTHING, Own, after
from clinic_app.scheduling.errors import DayFull, NotOffered, OutOfBounds, SlotTaken
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_rules import overlapping
from clinic_app.scheduling.free_times.slot_sessions import Session, is_given
from clinic_app.scheduling.limit_rules import broken, why_broken, why_full
from clinic_app.scheduling.overrides import NOT_WAIVED, Waived


async def plan_visit(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId | None,
    room_id: RoomId | None,
    start: datetime,
    moving: AppointmentId | None = None,
    minutes: int | None = None,
    hold: HoldId | None = None,
    waived: Waived = NOT_WAIVED,
    stands_at: datetime | None = None,
    group: GroupId | None = None,
    assistants: Assistants | None = None,
    aside: Sequence[AppointmentId] = (),
    lane: int | None = None,
    as_of: datetime | None = None,
    own: Own = NOTHING,
) -> VisitPlan:
    """Return what a visit at `start` would take. Raises what stands against it, in words.

    waived: let the practitioner be off work, whether they are is told per candidate; let notice,
    horizon and caps be, which of them is told; and others' visits, as far as the service allows.
    stands_at: where a moved visit begins now; notice and horizon do not ask about it again.
    moving: that visit, whose service may have been archived since; aside: those that go along.
    lane: the one that it had at this time, and takes again if that is free, under or over others.
    minutes, group, assistants, as_of: as in `load_slot_facts`. own: what the services of the same
    coming take that are planned already.
    """
    day, begins = to_wall(start, actor.time_zone).date(), int(start.timestamp())
    facts = await load_slot_facts(
        *(session, actor),
        service_id=service_id,
        practitioner_id=practitioner_id,
        **around_midnight(day),
        moving=moving,
        hold=hold,
        group=group,
        minutes=minutes,
        assistants=assistants,
        aside=aside,
        as_of=as_of,
    )
    facts = after(facts, own) if own.starts else facts
    require_offered(facts, assistants, moved=moving is not None or group is not None)
    lanes = max(facts.limits.overbook if waived.others else 0, lane or 0)
    waived = waived._replace(others=lanes > 0 or lane is not None)
    exceptions = () if start == stands_at else _exceptions(facts, begins, waived=waived.rules)
    parts = await _parts(session, actor, facts, begins, Asked(room_id, waived))
    return VisitPlan(
        *parts,
        start=start,
        facts=_as_long_as(parts.session, facts),
        exceptions=exceptions,
        service_id=service_id,
        day=day,
        waived=waived.rules,
        overbook=lanes,
    )


def _as_long_as(session: Session | None, facts: SlotFacts) -> SlotFacts:
    """Return the facts for a visit that lasts as long as the session in which it has a seat."""
    if session is None:
        return facts
    return replace(facts, need=replace(facts.need, duration=session.span[1] - session.span[0]))


class Days(TypedDict):
    """Some days in a row."""

    first_day: date
    last_day: date


def around_midnight(day: date) -> Days:
    """Return the days to load for one: hours of the day before may reach over midnight."""
    return {"first_day": day - timedelta(days=1), "last_day": day}


class _Parts(NamedTuple):
    """Who and what a visit would take."""

    practitioners: tuple[Candidate, ...]
    rooms: tuple[RoomId, ...]
    devices: tuple[UUID, ...]
    session: Session | None = None
    assistants: tuple[Candidate, ...] = ()


async def _parts(
    session: AsyncSession, actor: Actor, facts: SlotFacts, begins: int, asked: Asked
) -> _Parts:
    joined = _joined(facts, begins, asked)
    if joined:
        return joined
    givers = free_practitioners(facts, begins, asked.waived)
    givers, assistants = with_assistants(facts, begins, givers, asked.waived)
    return _Parts(
        practitioners=givers,
        assistants=assistants,
        rooms=await free_rooms(session, actor, facts, begins, asked, giver=givers[0].id),
        devices=free_devices(facts, facts.need.around(begins), over=asked.waived.others),
    )


def _joined(facts: SlotFacts, begins: int, asked: Asked) -> _Parts | None:
    """Return a group's session that has begun to fill and has a seat; None when there is none.

    Raises SlotTaken when nobody else could open another, and every seat is taken.
    """
    mine, over_caps = {worker.id: worker for worker in facts.workers}, asked.waived.rules

    def full(session: Session) -> bool:
        return mine[session.practitioner_id].is_full(begins)

    there = [
        session
        for session in facts.sessions
        if session.span[0] == begins
        and asked.room_id in {None, session.room_id}
        and (over_caps or not full(session))
    ]
    giving = {session.practitioner_id for session in there}
    if giving == set(mine):
        _require_seat(facts, there, over_caps=over_caps)
    for session in there:
        worker = mine[session.practitioner_id]
        given = is_given(session, worker)
        if facts.lets_in(session, over_caps=over_caps) and (given or asked.waived.hours):
            off = session.kept or not given
            rooms = (RoomId(session.room_id),) if session.room_id else ()
            return _Parts((Candidate(worker.id, worker.name, off),), rooms, (), session)
    return None


def _require_seat(facts: SlotFacts, there: Sequence[Session], *, over_caps: bool) -> None:
    """Raise what keeps a visit out of all sessions that anybody could give then."""
    if not any(session.left > 0 for session in there):
        raise SlotTaken("every seat is taken or held")
    if any(facts.lets_in(session, over_caps=over_caps) for session in there):
        return
    for session in there:
        if facts.lets_in(session, over_caps=True):
            raise DayFull(why_full(*session.full[0]))
    raise NotOffered("Who assists in that session is said on its sheet.", field="assistants")


def _exceptions(facts: SlotFacts, begins: int, *, waived: bool) -> tuple[str, ...]:
    """Return the bounds that the visit breaks. Raises when they are not waived."""
    kind = broken(facts.limits, facts.bookable, begins)
    if kind and not waived:
        raise OutOfBounds(why_broken(facts.limits, facts.service, kind))
    if facts.limits.cap is not None and not waived and _is_full(facts, begins):
        raise DayFull(why_full(facts.service, facts.limits.cap))
    return (kind,) if kind else ()


def _is_full(facts: SlotFacts, begins: int) -> bool:
    return overlapping(facts.full, (begins, begins + 1)) is not None
