"""Hold a time for whom it is offered to: practitioner, room, devices and patient."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId, ServiceId
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.plan_visit import plan_visit
from clinic_app.scheduling.rule_tables import SlotHold
from clinic_app.scheduling.taking import Owner, Taking

HELD_BY = "Waiting list"


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
    taking = Taking(session, actor, Owner(hold_id=hold.id, expires_at=expires_at))
    got = await taking.resources(plan)
    hold.room_id = got.room_id
    await taking.patient(patient_id, plan.visit, once=plan.facts.one_visit_per_patient)
    return hold


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
