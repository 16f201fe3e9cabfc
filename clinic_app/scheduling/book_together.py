"""Several services in one coming, one after the other: all of them, or nothing at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.rows import insert_later
from clinic_app.database.scoped import scoped
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import (
    AppointmentId,
    HoldId,
    PatientId,
    PractitionerId,
    RoomId,
    ServiceId,
    new_uuid,
)
from clinic_app.kit.text import paragraph
from clinic_app.scheduling.book_appointment import (
    NOTE_LENGTH,
    keep_booked,
    new_visit,
    tell_booked,
)
from clinic_app.scheduling.distance_rules import Distance
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.holds import take_over
from clinic_app.scheduling.overrides import require_override
from clinic_app.scheduling.part_rules import Assistants
from clinic_app.scheduling.patients_here import expect_patient
from clinic_app.scheduling.plan_visit import plan_visit
from clinic_app.scheduling.reserve import booked
from clinic_app.scheduling.reserve_together import reserve_together
from clinic_app.scheduling.slot_rows import Booked
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.tables import Service
from clinic_app.scheduling.visit_plan import VisitPlan, Waived

MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One service of a coming.

    start: None for when the part before it is over. moving: the visit that goes there, where a
    coming is moved; minutes: how long that lasts. after: how far after the first, None for when
    the part before it is over, or after both buffers.
    """

    service_id: ServiceId
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    start: datetime | None = None
    assistants: Assistants | None = None
    moving: AppointmentId | None = None
    minutes: int | None = None
    after: Distance | None = None


def moving_in(parts: Sequence[Part]) -> list[AppointmentId]:
    """Return the visits that are moved together: none stands in another's way."""
    return [part.moving for part in parts if part.moving is not None]


def require_no_seats(service: str, seats: int) -> None:
    """Raise NotOffered for a group's service: its visits share their time with others'."""
    if seats > 1:
        raise NotOffered(f"{service} is a group's: book it by itself.", field="service")


@dataclass(frozen=True, slots=True)
class _Buffers:
    before: timedelta = timedelta()
    after: timedelta = timedelta()


async def book_together(
    session: AsyncSession,
    actor: Actor,
    *,
    patient_id: PatientId,
    start: datetime,
    parts: Sequence[Part],
    note: str = "",
    hold_id: HoldId | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    overbook: bool = False,
) -> tuple[Booked, ...]:
    """Book 2 to 6 services in one transaction, each with its own time, practitioner and room.

    start: of the first. A part follows the one before it at once, or after both buffers where
    the same practitioner may give both. hold_id: one's own hold of them, taken over.
    outside_hours, despite_rules, overbook: as in `book_appointment`, which says what is raised;
    then none is booked.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    require_override(actor, outside_hours, despite_rules, overbook)
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(f"One coming has 2 to {MOST_PARTS} services.", field="service")
    kept_note = paragraph(note, field="note", label="The note", most=NOTE_LENGTH)
    await expect_patient(session, actor, patient_id)
    waived, begins = (
        Waived(outside_hours, despite_rules, overbook),
        start_instant(start, actor.time_zone),
    )
    await take_over(session, actor, hold_id, start=begins)
    plans = await _plan_all(session, actor, parts, begins, waived)
    visits = [new_visit(actor, plan, patient_id, "") for plan in plans]
    visits[0].note, group_id = kept_note, new_uuid()
    for visit in visits:
        visit.visit_group_id = group_id
        await insert_later(session, visit)
    ids = [visit.id for visit in visits]
    wanted = list(zip(ids, plans, strict=True))
    taken = await reserve_together(session, actor, wanted, patient_id=patient_id)
    for visit, plan, got in zip(visits, plans, taken, strict=True):
        await keep_booked(session, actor, visit, plan, got)
    for visit in visits:
        await tell_booked(session, actor, visit)
    return tuple(booked(visit) for visit in visits)


async def _plan_all(
    session: AsyncSession, actor: Actor, parts: Sequence[Part], begins: datetime, waived: Waived
) -> list[VisitPlan]:
    """Plan each, from where the one before it is over."""
    buffers = await _buffers(session, actor, parts)
    plans = list[VisitPlan]()
    for at, part in enumerate(parts):
        start = begins
        if at:
            start = part.start or _after(plans[-1], part, buffers)
        plan = await plan_visit(
            *(session, actor),
            service_id=part.service_id,
            practitioner_id=part.practitioner_id,
            room_id=part.room_id,
            start=start_instant(start, actor.time_zone),
            outside_hours=waived.hours,
            despite_rules=waived.rules,
            overbook=waived.others,
            assistants=part.assistants,
        )
        plans.append(plan)
    return plans


def _after(before: VisitPlan, part: Part, buffers: Mapping[UUID, _Buffers]) -> datetime:
    if part.practitioner_id not in {None, before.practitioners[0].id}:
        return before.end
    none = _Buffers()
    after, upon = buffers.get(before.service_id, none), buffers.get(part.service_id, none)
    between = after.after + upon.before
    return before.end + between


async def _buffers(
    session: AsyncSession, actor: Actor, parts: Sequence[Part]
) -> dict[UUID, _Buffers]:
    query = scoped(Service, actor).where(col(Service.id).in_([one.service_id for one in parts]))
    buffers: dict[UUID, _Buffers] = {}
    for service in (await session.execute(query)).scalars():
        require_no_seats(service.name, service.seats)
        before, after = service.buffer_before, service.buffer_after
        buffers[service.id] = _Buffers(timedelta(minutes=before), timedelta(minutes=after))
    return buffers
