"""Who and what could serve a visit at one time: the courtesy before the constraints decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.ids import AppointmentId, GroupId, HoldId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.assistants.plan_team import require_offered, with_assistants
from clinic_app.scheduling.assistants.team_rules import works
from clinic_app.scheduling.booking.visit_plan import Candidate, VisitPlan
from clinic_app.scheduling.errors import DayFull, NotOffered, NotWorking, OutOfBounds, SlotTaken
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_reasons import held_until
from clinic_app.scheduling.free_times.slot_rules import Span, overlapping
from clinic_app.scheduling.free_times.slot_sessions import Session
from clinic_app.scheduling.limit_rules import broken, why_broken, why_full
from clinic_app.scheduling.overrides import NOT_WAIVED, Waived
from clinic_app.scheduling.states import RELEASED
from clinic_app.scheduling.tables import Room


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
) -> VisitPlan:
    """Return what a visit at `start` would take. Raises what stands against it, in words.

    waived: let the practitioner be off work, whether they are is told per candidate; let notice,
    horizon and caps be, which of them is told; and others' visits, as far as the service allows.
    stands_at: where a moved visit begins now; notice and horizon do not ask about it again.
    moving: that visit, whose service may have been archived since; aside: those that go along.
    lane: the one that it had at this time, and takes again if that is free, under or over others.
    minutes, group, assistants, as_of: as in `load_slot_facts`.
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
    require_offered(facts, assistants, moved=moving is not None or group is not None)
    lanes = max(facts.limits.overbook if waived.others else 0, lane or 0)
    waived = waived._replace(others=lanes > 0 or lane is not None)
    exceptions = () if start == stands_at else _exceptions(facts, begins, waived=waived.rules)
    parts = await _parts(session, actor, facts, begins, _Asked(room_id, waived))
    facts = _as_long_as(parts.session, facts)
    return VisitPlan(
        *parts,
        start=start,
        facts=facts,
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


class _Asked(NamedTuple):
    """The room that must be, and what does not stand against the visit."""

    room_id: RoomId | None
    waived: Waived


async def _parts(
    session: AsyncSession, actor: Actor, facts: SlotFacts, begins: int, asked: _Asked
) -> _Parts:
    joined = _joined(facts, begins, asked)
    if joined:
        return joined
    givers = _practitioners(facts, begins, asked.waived)
    givers, assistants = with_assistants(facts, begins, givers, asked.waived)
    return _Parts(
        practitioners=givers,
        assistants=assistants,
        rooms=await _rooms(session, actor, facts, begins, asked, giver=givers[0].id),
        devices=_devices(facts, facts.need.around(begins), over=asked.waived.others),
    )


def _joined(facts: SlotFacts, begins: int, asked: _Asked) -> _Parts | None:
    """Return a group's session that has begun to fill and has a seat; None when there is none.

    Raises SlotTaken when nobody else could open another, and every seat is taken.
    """
    mine = {worker.id: worker for worker in facts.workers}

    def full(session: Session) -> bool:
        return mine[PractitionerId(session.practitioner_id)].is_full(begins)

    there = [
        session
        for session in facts.sessions
        if session.span[0] == begins
        and asked.room_id in {None, session.room_id}
        and (asked.waived.rules or not full(session))
    ]
    giving = {session.practitioner_id for session in there}
    if giving == set(mine):
        _require_seat(facts, there)
    for session in there:
        if facts.lets_in(session):
            worker = mine[PractitionerId(session.practitioner_id)]
            off = not works(worker, facts.need, begins)
            rooms = (RoomId(session.room_id),) if session.room_id else ()
            return _Parts((Candidate(worker.id, worker.name, off),), rooms, (), session)
    return None


def _require_seat(facts: SlotFacts, there: Sequence[Session]) -> None:
    """Raise what keeps a visit out of all sessions that anybody could give then."""
    if not any(session.left > 0 for session in there):
        raise SlotTaken("every seat is taken or held")
    if not any(facts.lets_in(session) for session in there):
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


def _practitioners(facts: SlotFacts, begins: int, waived: Waived) -> tuple[Candidate, ...]:
    if not facts.workers:
        raise NotOffered(f"Nobody gives {facts.service}.", field="service")
    around = facts.need.around(begins)
    working = [worker for worker in facts.workers if works(worker, facts.need, begins)]
    if not working and not waived.hours:
        raise NotWorking(facts.workers[0].name if len(facts.workers) == 1 else "")
    asked = facts.workers if waived.hours else working
    asked = _with_room_today(asked, begins, waived=waived.rules)
    free = [worker for worker in asked if not overlapping(worker.busy, around)]
    if waived.others:
        free = list(asked)
    if not free:
        raise SlotTaken(_why_busy(facts, asked[0], around) if len(asked) == 1 else "")
    free.sort(
        key=lambda worker: (
            worker not in working,
            overlapping(worker.busy, around) is not None,
            len(worker.busy),
        )
    )
    return tuple(Candidate(each.id, each.name, each not in working) for each in free)


def _why_busy(facts: SlotFacts, worker: Worker, around: Span) -> str:
    met = overlapping(worker.busy, around) or around
    held = held_until(facts, worker.id, met, facts.zone_name)
    return held or f"{worker.name} has another visit"


def _with_room_today(workers: Sequence[Worker], begins: int, *, waived: bool) -> Sequence[Worker]:
    """Return who may have one more visit that day; with the rules waived, everybody."""
    left = [worker for worker in workers if waived or not worker.is_full(begins)]
    if not left:
        full = workers[0]
        raise DayFull(
            why_full(full.name, full.cap or 0)
            if len(workers) == 1
            else "Everybody who gives this has reached their visits this day."
        )
    return left


async def _rooms(
    session: AsyncSession,
    actor: Actor,
    facts: SlotFacts,
    begins: int,
    asked: _Asked,
    *,
    giver: PractitionerId,
) -> tuple[RoomId, ...]:
    room_id, around = asked.room_id, facts.need.around(begins)
    fitting = [room for room in facts.rooms if room_id is None or room.id == room_id]
    if room_id is not None and not fitting:
        room = await find(session, actor, Room, room_id, what="The room")
        raise NotOffered(f"{room.name} cannot be used for {facts.service}.", field="room")
    if not facts.needs_room:
        return ()
    if not fitting:
        raise NotOffered(f"No room fits {facts.service}.", field="service")
    free = tuple(RoomId(room.id) for room in fitting if not overlapping(room.busy, around))
    if asked.waived.others:  # those in use last, but for where the practitioner is then
        theirs = () if free else await _where(session, actor, giver, around)
        used = sorted((RoomId(room.id) for room in fitting), key=lambda room: room not in theirs)
        return tuple(dict.fromkeys((*free, *used)))
    if not free:
        names = f"{fitting[0].name} is" if len(fitting) == 1 else "every fitting room is"
        raise SlotTaken(f"{names} in use")
    return free


async def _where(
    session: AsyncSession, actor: Actor, giver: PractitionerId, span: Span
) -> set[UUID | None]:
    """Return the rooms of somebody's visits then."""
    begins, ends = (datetime.fromtimestamp(moment, UTC) for moment in span)
    visits = scoped(Appointment, actor).where(
        col(Appointment.practitioner_id) == giver,
        col(Appointment.starts_at) < ends,
        col(Appointment.ends_at) > begins,
        col(Appointment.status).not_in(RELEASED),
    )
    return {visit.room_id for visit in (await session.execute(visits)).scalars()}


def _devices(facts: SlotFacts, around: Span, *, over: bool) -> tuple[UUID, ...]:
    for device in facts.devices:
        if device.archived:
            raise NotOffered(
                f"{facts.service} needs {device.name}, which is archived.", field="service"
            )
        if not over and overlapping(device.busy, around):
            raise SlotTaken(f"{device.name} is in use")
    return tuple(device.id for device in facts.devices)
