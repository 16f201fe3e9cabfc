"""Several services in one coming, one after the other: all of them, or nothing at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.rows import insert_later
from clinic_app.database.scoped import scoped
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import HoldId, PatientId, new_uuid
from clinic_app.kit.text import paragraph
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.booking.book_appointment import (
    NOTE_LENGTH,
    keep_booked,
    new_visit,
    tell_booked,
)
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reserve import booked
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.coming.coming_parts import AskedPart, require_no_seats, require_several
from clinic_app.scheduling.coming.own_services import NOTHING, Own
from clinic_app.scheduling.coming.reserve_together import reserve_together
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.free_times.slot_rules import Span
from clinic_app.scheduling.holding.holds import end_hold, take_over
from clinic_app.scheduling.holding.own_hold import held_since
from clinic_app.scheduling.overrides import Waived, waive
from clinic_app.scheduling.patients_here import expect_patient
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.tables import Service


class _Buffers(NamedTuple):
    before: timedelta
    after: timedelta


async def book_together(
    session: AsyncSession,
    actor: Actor,
    *,
    patient_id: PatientId,
    start: datetime,
    parts: Sequence[AskedPart],
    note: str = "",
    hold_id: HoldId | None = None,
    also_held: Sequence[HoldId] = (),
    outside_hours: bool = False,
    despite_rules: bool = False,
    overbook: bool = False,
) -> tuple[Booked, ...]:
    """Book 2 to 6 services in one transaction, each with its own time, practitioner and room.

    start: of the first. A part follows the one before it at once, or after both buffers where
    the same practitioner may give both. hold_id: one's own hold of them, taken over; also_held:
    one's own holds of parts that have a start of their own, likewise.
    outside_hours, despite_rules, overbook: as in `book_appointment`, which says what is raised;
    then none is booked.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules, overbook)
    require_several(parts)
    kept_note = paragraph(note, field="note", label="The note", most=NOTE_LENGTH)
    await expect_patient(session, actor, patient_id)
    begins = start_instant(start, actor.time_zone)
    hold = await take_over(session, actor, hold_id, start=begins)
    since = {begins: held_since(hold), **await _take_over_each(session, actor, also_held)}
    plans = await _plan_all(session, actor, parts, begins=begins, waived=waived, since=since)
    visits = await _insert(session, actor, plans, patient_id, kept_note)
    wanted = [(visit.id, plan) for visit, plan in zip(visits, plans, strict=True)]
    taken = await reserve_together(session, actor, wanted, patient_id=patient_id)
    for visit, plan, got in zip(visits, plans, taken, strict=True):
        await keep_booked(session, actor, visit, plan, got)
    for visit in visits:
        await tell_booked(session, actor, visit)
    return tuple(booked(visit) for visit in visits)


async def _take_over_each(
    session: AsyncSession, actor: Actor, hold_ids: Sequence[HoldId]
) -> dict[datetime, datetime | None]:
    """Give back what one's own holds keep; return since when each beginning was held."""
    holds = [await end_hold(session, actor, one) for one in hold_ids]
    return {hold.starts_at: held_since(hold) for hold in holds if hold is not None}


async def _plan_all(
    session: AsyncSession,
    actor: Actor,
    parts: Sequence[AskedPart],
    *,
    begins: datetime,
    waived: Waived,
    since: Mapping[datetime, datetime | None],
) -> list[VisitPlan]:
    """Plan each, from where the one before it is over. since: when each beginning was held."""
    buffers = await _buffers(session, actor, parts)
    plans, own = list[VisitPlan](), NOTHING
    for part in parts:
        asked = (part.start or _after(plans[-1], part, buffers)) if plans else begins
        start = start_instant(asked, actor.time_zone)
        plan = await plan_visit(
            *(session, actor),
            service_id=part.service_id,
            practitioner_id=part.practitioner_id,
            room_id=part.room_id,
            start=start,
            waived=waived,
            assistants=part.assistants,
            as_of=since.get(start, since[begins]),
            own=own,
        )
        plans.append(plan)
        own = _with(own, plan)
    return plans


def _with(own: Own, plan: VisitPlan) -> Own:
    """Return what the services so far take, with those whom one more would take first."""
    people = plan.team()
    spans: dict[UUID, Span] = {one.id: plan.span_of(one) for one in people}
    counted = [*(one.id for one in people), plan.service_id]
    return own.plus(int(plan.start.timestamp()), spans, counted)


async def _insert(
    session: AsyncSession,
    actor: Actor,
    plans: Sequence[VisitPlan],
    patient_id: PatientId,
    note: str,
) -> list[Appointment]:
    """Insert the visits as one coming; the first has the note."""
    together, visits = new_uuid(), list[Appointment]()
    for plan in plans:
        visit = new_visit(actor, plan, patient_id, "" if visits else note)
        visit.visit_group_id = together
        await insert_later(session, visit)
        visits.append(visit)
    return visits


def _after(before: VisitPlan, part: AskedPart, buffers: Mapping[UUID, _Buffers]) -> datetime:
    if part.practitioner_id not in {None, before.practitioners[0].id}:
        return before.end
    return before.end + buffers[before.service_id].after + buffers[part.service_id].before


async def _buffers(
    session: AsyncSession, actor: Actor, parts: Sequence[AskedPart]
) -> dict[UUID, _Buffers]:
    wanted = {part.service_id for part in parts}
    query = scoped(Service, actor).where(col(Service.id).in_(wanted))
    buffers: dict[UUID, _Buffers] = {}
    for service in (await session.execute(query)).scalars():
        require_no_seats(service.name, service.seats)
        before, after = service.buffer_before, service.buffer_after
        buffers[service.id] = _Buffers(timedelta(minutes=before), timedelta(minutes=after))
    if len(buffers) < len(wanted):
        raise NotFound("The service")
    return buffers
