"""Which times are free for a service: the one search behind pages, REST and rebooking."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import (
    AppointmentId,
    GroupId,
    HoldId,
    PatientId,
    PractitionerId,
    RoomId,
    ServiceId,
)
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.assistants.plan_team import require_offered
from clinic_app.scheduling.assistants.team_rules import forbidden_to_helpers, with_team
from clinic_app.scheduling.free_times.givers_at import givers_at
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts, in_room, instant
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_reasons import UNKNOWN, why_taken
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.free_times.slot_rules import (
    Need,
    Span,
    forbidden_by_rooms,
    forbidden_starts,
    grid,
    joined,
    outside,
    overlapping,
)
from clinic_app.scheduling.free_times.slot_sessions import is_given

MOST_DAYS = 31
_NEVER = 1 << 62


async def find_free_slots(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    first_day: date,
    days: int = 1,
    practitioner_id: PractitionerId | None = None,
    explain: bool = False,
    moving: AppointmentId | None = None,
    hold: HoldId | None = None,
    minutes: int | None = None,
    group: GroupId | None = None,
    assistants: Assistants | None = None,
    room_id: RoomId | None = None,
    patient_id: PatientId | None = None,
    stands_at: datetime | None = None,
) -> tuple[FreeSlot, ...]:
    """Return the times at which the service can begin on some local days, in order.

    days: 1 to 31, from first_day on. practitioner_id: None for anybody who gives the service.
    explain: return the times in working hours that are taken as well, each with its reason.
    moving: a visit to be moved, group: a session, hold: one's own, whose time counts as free.
    minutes: how long it lasts, None for as long as the service. assistants: who must be free as
    well; None for whom a moved visit has. room_id: None for any that fits. patient_id: who
    comes, and is not offered the times of visits that they have already. stands_at: when what is
    moved begins, which notice, horizon and the grid do not ask about again. One query, however many
    days, and one for the patient.
    """
    require(actor, Permission.APPOINTMENT_READ)
    if not 1 <= days <= MOST_DAYS or not 2000 <= first_day.year <= 2200:
        raise Invalid(f"Free times can be searched for 1 to {MOST_DAYS} days.", field="day")
    last_day = first_day + timedelta(days=days - 1)
    facts = await load_slot_facts(
        session,
        actor,
        service_id=service_id,
        practitioner_id=practitioner_id,
        first_day=first_day,
        last_day=last_day,
        moving=moving,
        hold=hold,
        minutes=minutes,
        group=group,
        assistants=assistants,
        patient_id=patient_id,
    )
    facts = _for_a_group(in_room(facts, room_id)) if group else in_room(facts, room_id)
    require_offered(facts, assistants, moved=moving is not None or group is not None)
    window = (_seconds(first_day, actor.time_zone, 0), _seconds(last_day, actor.time_zone, 1))
    free = free_starts(facts, window)
    if stands_at is not None:
        _add_where_it_stands(free, facts, int(stands_at.timestamp()), window)
    slots = _as_slots(free, facts, window)
    if explain:
        slots += _taken(facts, window, free, actor.time_zone)
        slots.sort(key=lambda slot: slot.start)
    return tuple(slots)


def _for_a_group(facts: SlotFacts) -> SlotFacts:
    """Return the facts for a session, which cannot go where another has begun."""
    return replace(facts, sessions=())


def _add_where_it_stands(
    free: dict[int, list[Worker]], facts: SlotFacts, start: int, window: Span
) -> None:
    there = free.get(start, [])
    able = [one for one in givers_at(facts, start) if one not in there]
    if able and window[0] <= start < window[1]:
        free[start] = [*there, *able]


def _seconds(day: date, zone_name: str, bound: int) -> int:
    return int(day_bounds(day, zone_name)[bound].timestamp())


def free_starts(facts: SlotFacts, window: Span) -> dict[int, list[Worker]]:
    """Return each start within the window at which a visit fits, with those who are free."""
    everywhere, team = _forbidden_to_all(facts), facts.team
    found: defaultdict[int, list[Worker]] = defaultdict(list)
    if everywhere is None:
        return found
    of_helpers = forbidden_to_helpers(team, facts.need)
    for worker in facts.workers:
        forbidden = joined([*everywhere, *worker.full, *_forbidden_to(worker, facts.need)])
        free = outside(_grid_of(worker, facts, window), forbidden)
        for start in with_team(team, of_helpers, worker.id, free):
            found[start].append(worker)
    for start, worker in _with_seats(facts, window):
        found[start].append(worker)
    return found


def _with_seats(facts: SlotFacts, window: Span) -> Iterator[tuple[int, Worker]]:
    """Yield where a group's session has begun to fill and has a seat left, with who gives it."""
    earliest, end = max(window[0], facts.bookable[0]), min(window[1], facts.bookable[1])
    workers = {worker.id: worker for worker in facts.workers}
    for session in facts.sessions:
        worker, start = workers[session.practitioner_id], session.span[0]
        full = overlapping((*facts.full, *worker.full), (start, start + 1))
        full = full or facts.elsewhere(session.span) or not is_given(session, worker)
        if facts.lets_in(session) and earliest <= start < end and not full:
            yield start, worker


def _slot(facts: SlotFacts, start: int, who: tuple[PractitionerId, ...]) -> FreeSlot:
    """Return a time with its seats, of a group: those of a session, or of one to be opened."""
    begins, ends = instant(start), instant(start + facts.need.duration)
    seats = facts.limits.seats
    if seats == 1:
        return FreeSlot(begins, ends, who)
    there = [
        one
        for one in facts.sessions
        if one.span[0] == start and facts.lets_in(one) and one.practitioner_id in who
    ]
    if not there:
        return FreeSlot(begins, ends, who, "", seats, seats)
    most = max(there, key=lambda one: one.left)
    return FreeSlot(begins, instant(most.span[1]), who, "", most.left, most.seats)


def _grid_of(worker: Worker, facts: SlotFacts, window: Span) -> list[int]:
    starts = grid(worker.work, facts.need.duration, facts.step)
    return [start for start in starts if window[0] <= start < window[1]]


def _forbidden_to_all(facts: SlotFacts) -> list[Span] | None:
    """Return what notice, horizon, cap, rooms and devices forbid; None when nothing can fit."""
    if any(device.archived for device in facts.devices):
        return None
    earliest, end = facts.bookable
    forbidden: list[Span] = [(0, earliest), (end, _NEVER), *facts.full]
    for one in facts.expected:
        forbidden += forbidden_starts(one.busy, Need(facts.need.duration))
    for device in facts.devices:
        forbidden += forbidden_starts(device.busy, facts.need)
    if facts.needs_room:
        if not facts.rooms:
            return None
        forbidden += forbidden_by_rooms([room.busy for room in facts.rooms], facts.need)
    return forbidden


def _forbidden_to(worker: Worker, need: Need) -> list[Span]:
    # Time off ends the visit itself; a buffer may hang over its edge, as over closing time.
    away = forbidden_starts(worker.off, Need(need.duration))
    return [*away, *forbidden_starts(worker.busy, need)]


def _as_slots(free: dict[int, list[Worker]], facts: SlotFacts, window: Span) -> list[FreeSlot]:
    load = _load_by_day(facts.workers, window)
    slots: list[FreeSlot] = []
    for start in sorted(free):
        day = (start - window[0]) // 86400
        ranked = free[start]
        if len(ranked) > 1:
            ranked = sorted(ranked, key=lambda worker: load.get((worker.id, day), 0))
        slots.append(_slot(facts, start, tuple(each.id for each in ranked)))
    return slots


def _load_by_day(workers: Sequence[Worker], window: Span) -> dict[tuple[PractitionerId, int], int]:
    """Count each practitioner's taken spans of each day, so that "any" means the least busy."""
    counts: defaultdict[tuple[PractitionerId, int], int] = defaultdict(int)
    if len(workers) > 1:
        for worker in workers:
            for begin, _ in worker.busy:
                counts[worker.id, (begin - window[0]) // 86400] += 1
    return counts


def _taken(
    facts: SlotFacts, window: Span, free: dict[int, list[Worker]], zone_name: str
) -> list[FreeSlot]:
    """Return the times still to come in somebody's working hours that nobody can give.

    What one's hours begin with is no time of another's, who might give it all the same.
    """
    earliest = ceil(now().timestamp())
    starts = {start for worker in facts.workers for start in _grid_of(worker, facts, window)}
    left = [start for start in starts if start >= earliest and start not in free]
    return [
        FreeSlot(instant(start), instant(start + facts.need.duration), (), why)
        for start, why in ((start, why_taken(facts, start, zone_name)) for start in left)
        if why != UNKNOWN
    ]
