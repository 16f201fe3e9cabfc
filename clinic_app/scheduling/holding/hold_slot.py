"""Keep a time for somebody who is filling in the form."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.jobs.queue import defer
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId, RoomId, ServiceId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.still_here import require_still_here
from clinic_app.scheduling.booking.taking import Resources
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.free_times.slot_rows import Held
from clinic_app.scheduling.holding.holds import end_hold, keep
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.rule_tables import SlotHold
from clinic_app.scheduling.set_up.get_booking_rules import get_booking_rules
from clinic_app.scheduling.start_rules import start_instant

END_HOLD = "end-hold"


async def hold_slot(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    start: datetime,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    overbook: bool = False,
    assistants: Assistants | None = None,
    instead_of: HoldId | None = None,
    moving: AppointmentId | None = None,
    minutes: int | None = None,
) -> Held:
    """Hold a time for as many minutes as the clinic's rules say, under the same constraints.

    Everything as in `book_appointment`, which takes the hold over by its id. instead_of: one's
    own hold that is given back for this one. Of a group, one seat is held and others share its
    time. moving: the visit that shall go there; where it stands now is its own anyway, so that
    only the rest is held. minutes: how long that lasts. Raises what booking raises, but for the
    patient.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules, overbook)
    begins = start_instant(start, actor.time_zone)
    await end_hold(session, actor, instead_of)
    plan = await plan_visit(
        *(session, actor),
        service_id=service_id,
        practitioner_id=practitioner_id,
        room_id=room_id,
        start=begins,
        waived=waived,
        assistants=assistants,
        moving=moving,
        minutes=minutes,
    )
    hold = await new_hold(session, actor, plan)
    got = await keep(session, actor, plan, hold, moving)
    await finish_hold(session, actor, plan, hold, got)
    return Held(HoldId(hold.id), got.practitioner.id, plan.start, plan.end, hold.expires_at)


async def new_hold(session: AsyncSession, actor: Actor, plan: VisitPlan) -> SlotHold:
    rules = await get_booking_rules(session, actor)
    hold = SlotHold(
        organization_id=actor.organization_id,
        service_id=plan.service_id,
        practitioner_id=plan.practitioners[0].id,
        starts_at=plan.start,
        ends_at=plan.end,
        expires_at=now() + timedelta(minutes=rules.hold_minutes),
        held_by=actor.name,
        member_id=actor.member_id,
    )
    session.add(hold)
    await session.flush()
    return hold


async def finish_hold(
    session: AsyncSession, actor: Actor, plan: VisitPlan, hold: SlotHold, got: Resources
) -> None:
    await require_still_here(session, actor, plan, got)
    hold.practitioner_id, hold.room_id = got.practitioner.id, got.room_id
    await defer(
        session,
        END_HOLD,
        at=hold.expires_at,
        organization_id=str(actor.organization_id),
        hold_id=str(hold.id),
    )
    await announce(session, actor.organization_id, Topic.CALENDAR)
