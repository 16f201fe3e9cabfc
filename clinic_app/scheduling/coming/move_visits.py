"""Move several visits of one coming at once: planned first, then taken together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.part_rules import Assisting
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reserve import booked
from clinic_app.scheduling.booking.visit_plan import VisitPlan, room_first
from clinic_app.scheduling.coming.coming_parts import require_no_seats
from clinic_app.scheduling.coming.reserve_together import reserve_together
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.overrides import NOT_WAIVED, Waived
from clinic_app.scheduling.visit.reschedule_appointment import (
    assisting,
    checked_length,
    leave_place,
    movable,
    tell_move,
    write_move,
)
from clinic_app.scheduling.visit.step_visit import lock_visit


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a visit goes, and what else of it changes; None for what it has."""

    appointment_id: AppointmentId
    start: datetime
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    minutes: int | None = None
    version: int | None = None  # what the person saw
    waived: Waived = NOT_WAIVED
    as_of: datetime | None = None  # when notice and horizon are judged


@dataclass(frozen=True, slots=True)
class Move:
    """A locked visit, and what it would take where it goes."""

    visit: Appointment
    plan: VisitPlan
    assisted: Assisting  # who assists so far


async def plan_move(
    session: AsyncSession, actor: Actor, goal: Goal, aside: Collection[AppointmentId]
) -> Move:
    """Return it, or raise what stands against it. aside: the visits that are moved with it."""
    visit = movable(await lock_visit(session, actor, goal.appointment_id, goal.version))
    plan = await plan_visit(
        *(session, actor),
        service_id=ServiceId(visit.service_id),
        practitioner_id=goal.practitioner_id or PractitionerId(visit.practitioner_id),
        room_id=goal.room_id,
        start=goal.start,
        waived=goal.waived,
        moving=goal.appointment_id,
        minutes=checked_length(goal.minutes, visit.starts_at, visit.ends_at),
        stands_at=visit.starts_at,
        aside=list(aside),
        as_of=goal.as_of,
    )
    require_no_seats(plan.facts.service, plan.facts.limits.seats)
    assisted = await assisting(session, actor, visit, plan)
    return Move(visit, room_first(plan, visit.room_id), assisted)


async def move_visits(
    session: AsyncSession, actor: Actor, moves: Sequence[Move]
) -> tuple[Booked, ...]:
    """Move them, all or none; recorded last, as that takes the clinic's chain until the commit."""
    if not moves:
        return ()
    plans = [(move.visit.id, move.plan) for move in moves]
    patient_id = moves[0].visit.patient_id
    taken = await reserve_together(session, actor, plans, patient_id=patient_id, again=True)
    stood = [move.visit.starts_at for move in moves]
    for move, got in zip(moves, taken, strict=True):
        await leave_place(session, actor, move.visit, move.plan, got, move.assisted)
        write_move(session, actor, move.visit, move.plan, got)
    for move, before in zip(moves, stood, strict=True):
        await tell_move(session, actor, move.visit, before)
    return tuple(booked(move.visit) for move in moves)
