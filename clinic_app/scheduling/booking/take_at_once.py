"""Take the first of all that could serve a visit, hoping that they are still free.

Nearly always they are: then a visit, all that it takes and the commit are one message. Where a
rival was first, or the set-up has just changed, the hope is in vain, and the deed is done again
with `reserve` taking them one by one.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.hope import hope
from clinic_app.scheduling.booking.reservation_rows import Wanted, hope_to_take
from clinic_app.scheduling.booking.still_here import hope_for_same_set_up
from clinic_app.scheduling.booking.taking import Resources
from clinic_app.scheduling.booking.visit_plan import VisitPlan


async def take_at_once(
    session: AsyncSession, actor: Actor, plan: VisitPlan, appointment_id: UUID, patient_id: UUID
) -> Resources:
    """Return what will have been taken if the transaction is committed.

    Takes in the order of `taking.py`, so rivals cannot deadlock.
    """
    await hope(session, *hope_to_take(actor, appointment_id, *_wanted(plan, patient_id)))
    await hope(session, *hope_for_same_set_up(actor, plan))
    return Resources(plan.practitioners[0], next(iter(plan.rooms), None), lane=0)


def _wanted(plan: VisitPlan, patient_id: UUID) -> list[Wanted]:
    wanted = [Wanted("practitioner_id", plan.practitioners[0].id, plan.around)]
    wanted += [Wanted("room_id", room, plan.around) for room in plan.rooms[:1]]
    wanted += [Wanted("device_id", device, plan.around) for device in plan.devices]
    if plan.facts.one_visit_per_patient:
        wanted.append(Wanted("patient_id", patient_id, plan.visit))
    return wanted
