"""Hold a time for whom it is offered to: practitioner, room, devices and patient."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text, update
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId, ServiceId, new_uuid
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.errors import PatientBusy, SlotTaken
from clinic_app.scheduling.plan_visit import VisitPlan, plan_visit
from clinic_app.scheduling.rule_tables import SlotHold

HELD_BY = "Waiting list"

# As for a visit: who comes second gets no row instead of waiting for each other.
_TAKE = text(
    "INSERT INTO reservation (organization_id, id, created_at, hold_id, expires_at, lane, during,"
    " practitioner_id, room_id, device_id, patient_id)"
    " VALUES (:organization_id, :id, :created_at, :hold_id, :expires_at, 0, :during,"
    " :practitioner_id, :room_id, :device_id, :patient_id)"
    " ON CONFLICT DO NOTHING RETURNING id"
).bindparams(bindparam("during", type_=TSTZRANGE()))


async def hold_for_offer(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId,
    patient_id: UUID,
    start: datetime,
    expires_at: datetime,
) -> SlotHold:
    """Take what the visit would take, until the offer ends. Raises as booking does."""
    plan = await plan_visit(
        session,
        actor,
        service_id=service_id,
        practitioner_id=practitioner_id,
        room_id=None,
        start=start,
        outside_hours=False,
    )
    hold = SlotHold(
        organization_id=actor.organization_id,
        service_id=service_id,
        practitioner_id=practitioner_id,
        starts_at=plan.start,
        ends_at=plan.end,
        expires_at=expires_at,
        held_by=HELD_BY,
        member_id=actor.member_id,
    )
    session.add(hold)
    await session.flush()
    await _take_all(session, hold, plan, patient_id)
    return hold


async def _take_all(
    session: AsyncSession, hold: SlotHold, plan: VisitPlan, patient_id: UUID
) -> None:
    """Take in the order of everybody: practitioner, room, devices, patient."""
    if not await _take(session, hold, plan.around, practitioner_id=hold.practitioner_id):
        raise SlotTaken
    for room_id in plan.rooms:
        if await _take(session, hold, plan.around, room_id=room_id):
            hold.room_id = room_id
            break
    else:
        if plan.rooms:
            raise SlotTaken
    for device_id in plan.devices:
        if not await _take(session, hold, plan.around, device_id=device_id):
            raise SlotTaken
    if plan.facts.one_visit_per_patient and not await _take(
        session, hold, plan.visit, patient_id=patient_id
    ):
        raise PatientBusy


async def _take(
    session: AsyncSession, hold: SlotHold, during: Range[datetime], **resource: UUID
) -> bool:
    row: dict[str, Any] = {
        "organization_id": hold.organization_id,
        "id": new_uuid(),
        "created_at": now(),
        "hold_id": hold.id,
        "expires_at": hold.expires_at,
        "during": during,
        **dict.fromkeys(("practitioner_id", "room_id", "device_id", "patient_id")),
        **resource,
    }
    return (await session.execute(_TAKE, row)).first() is not None


async def release_offer_hold(session: AsyncSession, actor: Actor, hold_id: UUID) -> None:
    """Give back what an offer held."""
    for table, mine in ((Reservation, Reservation.hold_id), (SlotHold, SlotHold.id)):
        await session.execute(
            update(table)
            .where(
                col(table.organization_id) == actor.organization_id,
                col(mine) == hold_id,
                col(table.released_at).is_(None),
            )
            .values(released_at=now())
        )
