"""Why has this day no times at all? A holiday, a closing, or that nobody works."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import PractitionerId, ServiceId
from clinic_app.scheduling.free_times.load_slot_facts import load_slot_facts
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_rules import Span, overlapping
from clinic_app.scheduling.hours.worked_days import ON_BREAK
from clinic_app.scheduling.limit_rules import span_of_day


async def explain_day(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId | None,
    day: date,
) -> str:
    """Return a sentence about a local day on which a service has neither free nor taken times."""
    require(actor, Permission.APPOINTMENT_READ)
    facts = await load_slot_facts(
        *(session, actor),
        service_id=service_id,
        practitioner_id=practitioner_id,
        first_day=day,
        last_day=day,
    )
    return why_no_times(facts, span_of_day(day, actor.time_zone))


def why_no_times(facts: SlotFacts, day: Span) -> str:
    """Return the names of what closes the day, else that nobody works."""
    closed = {
        why: None
        for worker in facts.workers
        for begin, end, why in worker.why_off
        if why != ON_BREAK and overlapping([(begin, end)], day)
    }
    if closed:
        return f"{' · '.join(closed)}."
    if not facts.workers:
        return f"Nobody gives {facts.service}."
    if any(overlapping(worker.work, day) for worker in facts.workers):
        return f"Nobody works as long as {facts.service} lasts on this day."
    if len(facts.workers) == 1:
        return f"{facts.workers[0].name} does not work on this day."
    return "Nobody works on this day."
