"""Hold a time for whom it is offered to: practitioner, room, devices and patient."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId, ServiceId
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.still_here import require_still_here
from clinic_app.scheduling.booking.taking import Taking
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.holding.holds import keep, put_away
from clinic_app.scheduling.rule_tables import SlotHold

HELD_BY = "Waiting list"


async def hold_for_offer(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId,
    patient_id: UUID,
    start: datetime,
    minutes: int,
) -> SlotHold:
    """Take what the visit would take, for so many minutes to answer. Raises as booking does."""
    plan = await plan_visit(
        session,
        actor,
        service_id=service_id,
        practitioner_id=practitioner_id,
        room_id=None,
        start=start,
    )
    hold = SlotHold(
        organization_id=actor.organization_id,
        service_id=service_id,
        practitioner_id=practitioner_id,
        starts_at=plan.start,
        ends_at=plan.end,
        expires_at=_answer_by(plan, minutes),
        held_by=HELD_BY,
        member_id=actor.member_id,
    )
    session.add(hold)
    await session.flush()
    await _take(session, actor, plan, hold, patient_id)
    return hold


def _answer_by(plan: VisitPlan, minutes: int) -> datetime:
    """Return when the time to answer is over: while the notice still lets the time be booked."""
    earliest, _ = plan.facts.bookable  # as of now: the visit's start, less the notice, is later
    left = timedelta(seconds=max(0, int(plan.start.timestamp()) - earliest))
    return now() + min(timedelta(minutes=minutes), left)


async def _take(
    session: AsyncSession, actor: Actor, plan: VisitPlan, hold: SlotHold, patient_id: UUID
) -> None:
    got = await keep(session, actor, plan, hold)
    taking = Taking(session, actor, Owner(hold_id=hold.id, expires_at=hold.expires_at))
    await taking.patient(patient_id, plan.visit, once=plan.facts.one_visit_per_patient)
    await require_still_here(session, actor, plan, got)


async def release_offer_hold(session: AsyncSession, actor: Actor, hold_id: UUID) -> None:
    """Give back what an offer held, unless that is done already."""
    hold = await find(session, actor, SlotHold, hold_id, lock=True)
    if hold.released_at is None:
        await put_away(session, actor.organization_id, hold)
