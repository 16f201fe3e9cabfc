"""Take the first of all that could serve a visit, in one round trip.

Nearly always they are still free; where one is not, `reserve` tries them one by one.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask, ask_all
from clinic_app.database.statement import plain
from clinic_app.scheduling.booking.reservation_rows import Owner, Wanted, ask_to_take
from clinic_app.scheduling.booking.still_here import (
    Caps,
    ask_same_set_up,
    caps_as_planned,
    require_still_here,
)
from clinic_app.scheduling.booking.taking import Resources
from clinic_app.scheduling.booking.visit_plan import VisitPlan

_SAVE, _TAKE_BACK = plain("SAVEPOINT at_once"), plain("ROLLBACK TO SAVEPOINT at_once")


async def take_at_once(
    session: AsyncSession, actor: Actor, plan: VisitPlan, owner: Owner, patient_id: UUID
) -> tuple[Resources, Caps] | None:
    """Return what was taken and the caps; None, with nothing taken, where a rival was first.

    Takes in the order of `taking.py`, so rivals cannot deadlock. Raises NotOffered.
    """
    got = Resources(plan.practitioners[0], next(iter(plan.rooms), None), lane=0)
    wanted = _wanted(plan, patient_id)
    take, same = ask_to_take(actor, owner, *wanted), ask_same_set_up(actor, plan)
    _, taken, still = await ask_all(session, (_SAVE, {}), take, same)
    if len(taken) < len(wanted):
        await ask(session, _TAKE_BACK, {})
        return None
    if still:
        return got, caps_as_planned(plan)
    return got, await require_still_here(session, actor, plan, got)


def _wanted(plan: VisitPlan, patient_id: UUID) -> list[Wanted]:
    wanted = [Wanted("practitioner_id", plan.practitioners[0].id, plan.around)]
    wanted += [Wanted("room_id", room, plan.around) for room in plan.rooms[:1]]
    wanted += [Wanted("device_id", device, plan.around) for device in plan.devices]
    if plan.facts.one_visit_per_patient:
        wanted.append(Wanted("patient_id", patient_id, plan.visit))
    return wanted
