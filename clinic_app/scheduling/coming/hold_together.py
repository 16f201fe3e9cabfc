"""Keep the times of several services for somebody who is filling in the form: one hold for all."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import HoldId
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.taking import Taking
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.coming.coming_parts import (
    AskedPart,
    moving_in,
    require_no_seats,
    require_several,
)
from clinic_app.scheduling.coming.reserve_together import Claim, require_all_here, take_together
from clinic_app.scheduling.free_times.slot_rows import Held
from clinic_app.scheduling.holding.hold_slot import finish_hold, new_hold
from clinic_app.scheduling.holding.holds import end_hold, own_times
from clinic_app.scheduling.overrides import Waived, waive
from clinic_app.scheduling.start_rules import start_instant


async def hold_together(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[AskedPart],
    instead_of: HoldId | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    overbook: bool = False,
) -> Held:
    """Hold the time of every part, each with a start of its own, or nothing at all.

    The rest as in `hold_slot`; `book_together` takes the hold over by its id, `move_together`
    that of a coming that is moved: where its visits stand now is their own anyway.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules, overbook)
    require_several(parts)
    await end_hold(session, actor, instead_of)
    own = await own_times(session, actor, moving_in(parts))
    plans = [await _plan(session, actor, parts, at, waived) for at in range(len(parts))]
    hold = await new_hold(session, actor, plans[0])
    owner = Owner(hold_id=hold.id, expires_at=hold.expires_at)
    got = await take_together([Claim(one, Taking(session, actor, owner, own=own)) for one in plans])
    for plan, each in zip(plans[1:], got[1:], strict=True):
        await require_all_here(session, actor, plan, each)
    await finish_hold(session, actor, plans[0], hold, got[0])
    hold.ends_at = plans[-1].end
    return Held(
        HoldId(hold.id), got[0].practitioner.id, plans[0].start, hold.ends_at, hold.expires_at
    )


async def _plan(
    session: AsyncSession, actor: Actor, parts: Sequence[AskedPart], at: int, waived: Waived
) -> VisitPlan:
    part = parts[at]
    if part.start is None:
        raise Invalid("Please choose a time.", field="start")
    plan = await plan_visit(
        *(session, actor),
        service_id=part.service_id,
        practitioner_id=part.practitioner_id,
        room_id=part.room_id,
        start=start_instant(part.start, actor.time_zone),
        waived=waived,
        moving=part.moving,
        minutes=part.minutes,
        assistants=part.assistants,
        aside=moving_in(parts),
    )
    require_no_seats(plan.facts.service, plan.facts.limits.seats)
    return plan
