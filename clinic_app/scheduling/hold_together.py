"""Keep the times of several services for somebody who is filling in the form: one hold for all."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import HoldId
from clinic_app.scheduling.book_together import MOST_PARTS, Part
from clinic_app.scheduling.hold_slot import finish_hold, new_hold
from clinic_app.scheduling.holds import end_hold
from clinic_app.scheduling.plan_visit import plan_visit
from clinic_app.scheduling.slot_rows import Held
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.taking import Owner, Taking
from clinic_app.scheduling.visit_plan import VisitPlan


async def hold_together(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[Part],
    instead_of: HoldId | None = None,
) -> Held:
    """Hold the time of every part, each with a start of its own, or nothing at all.

    The rest as in `hold_slot`; `book_together` takes the hold over by its id.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(f"One coming has 2 to {MOST_PARTS} services.", field="service")
    await end_hold(session, actor, instead_of)
    first = await _plan(session, actor, parts[0])
    hold = await new_hold(session, actor, first)
    taking = Taking(session, actor, Owner(hold_id=hold.id, expires_at=hold.expires_at))
    await finish_hold(session, actor, first, hold, await taking.resources(first))
    for part in parts[1:]:
        plan = await _plan(session, actor, part)
        await taking.resources(plan)
        hold.ends_at = plan.end
    who = first.practitioners[0].id
    return Held(HoldId(hold.id), who, first.start, hold.ends_at, hold.expires_at)


async def _plan(session: AsyncSession, actor: Actor, part: Part) -> VisitPlan:
    if part.start is None:
        raise Invalid("Please choose a time.", field="start")
    return await plan_visit(
        *(session, actor),
        service_id=part.service_id,
        practitioner_id=part.practitioner_id,
        room_id=part.room_id,
        start=start_instant(part.start, actor.time_zone),
        outside_hours=False,
        assistants=part.assistants,
    )
