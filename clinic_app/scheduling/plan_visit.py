"""Who and what could serve a visit at one time: the courtesy before the constraints decide."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import find
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import NotOffered, NotWorking, SlotTaken
from clinic_app.scheduling.slot_facts import SlotFacts, Worker, instant, load_slot_facts
from clinic_app.scheduling.slot_rules import Need, Span, covers, overlapping
from clinic_app.scheduling.tables import Room


@dataclass(frozen=True, slots=True)
class Candidate:
    """A practitioner who could give the visit."""

    id: PractitionerId
    name: str
    outside_hours: bool


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A time, and those who and that which seem free then, in the order to try them."""

    start: datetime
    end: datetime
    need: Need
    visit: Range[datetime]
    around: Range[datetime]  # with the buffers: what practitioner, room and devices are taken for
    practitioners: tuple[Candidate, ...]  # at least one
    rooms: tuple[RoomId, ...]  # empty when the service needs none
    devices: tuple[UUID, ...]  # all of them; sorted
    names: dict[UUID, str]  # of the rooms and devices
    one_visit_per_patient: bool


async def plan_visit(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId | None,
    room_id: RoomId | None,
    start: datetime,
    outside_hours: bool,
    moving: AppointmentId | None = None,
    minutes: int | None = None,
) -> VisitPlan:
    """Return what a visit at `start` would take. Raises what stands against it, in words.

    outside_hours: let the practitioner be off work; whether they are is told per candidate.
    moving: the visit that is being moved; its own reservations do not stand in its way, and
    its service may have been archived since. minutes: how long it lasts; None for as long as
    the service does.
    """
    day = to_wall(start, actor.time_zone).date()
    facts = await load_slot_facts(
        session,
        actor,
        service_id=service_id,
        practitioner_id=practitioner_id,
        # The day before: hours that begin there may reach over midnight.
        first_day=day - timedelta(days=1),
        last_day=day,
        moving=moving,
    )
    if minutes is not None:
        facts = replace(facts, need=replace(facts.need, duration=minutes * 60))
    if facts.archived and moving is None:
        raise NotOffered(f"{facts.service} is no longer offered.", field="service")
    begins = int(start.timestamp())
    practitioners = _practitioners(facts, begins, outside_hours=outside_hours)
    rooms = await _rooms(session, actor, facts, facts.need.around(begins), room_id)
    return VisitPlan(
        start=start,
        end=start + timedelta(seconds=facts.need.duration),
        need=facts.need,
        visit=_range((begins, begins + facts.need.duration)),
        around=_range(facts.need.around(begins)),
        practitioners=practitioners,
        rooms=rooms,
        devices=_devices(facts, facts.need.around(begins)),
        names={one.id: one.name for one in (*facts.rooms, *facts.devices)},
        one_visit_per_patient=facts.one_visit_per_patient,
    )


def room_first(plan: VisitPlan, room_id: UUID | None) -> VisitPlan:
    """Return the plan with the room a visit had before the others, where it is free."""
    rooms = tuple(sorted(plan.rooms, key=lambda room: room != room_id))
    return replace(plan, rooms=rooms)


def _range(span: Span) -> Range[datetime]:
    return Range(instant(span[0]), instant(span[1]))


def _practitioners(facts: SlotFacts, begins: int, *, outside_hours: bool) -> tuple[Candidate, ...]:
    if not facts.workers:
        raise NotOffered(f"Nobody gives {facts.service}.", field="service")
    visit = (begins, begins + facts.need.duration)
    around = facts.need.around(begins)
    working = [worker for worker in facts.workers if _works(worker, visit)]
    if not working and not outside_hours:
        only = facts.workers[0].name if len(facts.workers) == 1 else "Nobody who gives this"
        raise NotWorking(only)
    asked = facts.workers if outside_hours else working
    free = [worker for worker in asked if not overlapping(worker.busy, around)]
    if not free:
        raise SlotTaken(f"{asked[0].name} has another visit" if len(asked) == 1 else "")
    free.sort(key=lambda worker: (worker not in working, len(worker.busy)))
    return tuple(Candidate(each.id, each.name, each not in working) for each in free)


def _works(worker: Worker, visit: Span) -> bool:
    return covers(worker.work, visit) and not overlapping(worker.off, visit)


async def _rooms(
    session: AsyncSession, actor: Actor, facts: SlotFacts, around: Span, room_id: RoomId | None
) -> tuple[RoomId, ...]:
    fitting = [room for room in facts.rooms if room_id is None or room.id == room_id]
    if room_id is not None and not fitting:
        room = await find(session, actor, Room, room_id, what="The room")
        raise NotOffered(f"{room.name} cannot be used for {facts.service}.", field="room")
    if not facts.needs_room:
        return ()
    if not fitting:
        raise NotOffered(f"No room fits {facts.service}.", field="service")
    free = tuple(RoomId(room.id) for room in fitting if not overlapping(room.busy, around))
    if not free:
        names = f"{fitting[0].name} is" if len(fitting) == 1 else "every fitting room is"
        raise SlotTaken(f"{names} in use")
    return free


def _devices(facts: SlotFacts, around: Span) -> tuple[UUID, ...]:
    for device in facts.devices:
        if device.archived:
            raise NotOffered(
                f"{facts.service} needs {device.name}, which is archived.", field="service"
            )
        if overlapping(device.busy, around):
            raise SlotTaken(f"{device.name} is in use")
    return tuple(device.id for device in facts.devices)
