"""Keep a time for a visit, or a whole coming, that is about to be moved through a private link."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import HoldId, PractitionerId
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.open_visit_link import OpenVisit
from clinic_app.people.accounts.rate_limit import Limit, Tries, take_try
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.find_chain import plan_chain, timed
from clinic_app.scheduling.coming.hold_together import hold_together
from clinic_app.scheduling.errors import NotWorking, SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.outside.public_rules import may_begin

# One link keeps one time in each of its tabs; so many are tried in earnest and no more.
VISIT = Limit("visit link hold", most=15, window=timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class KeptTime:
    """What would be given when by whom, and the hold that keeps it."""

    parts: tuple[AskedPart, ...]
    hold_id: HoldId


async def hold_move_by_link(
    opened: OpenVisit,
    *,
    start: datetime,
    parts: Sequence[AskedPart],
    instead_of: HoldId | None = None,
) -> KeptTime:
    """Return who is free then, and keep them for some minutes.

    parts: the visit, or all of its coming, each as it is moved, with whom it shall be (None:
    whoever is free, the visit's own practitioner first). Raises SlotTaken, TryLater, or Conflict
    when it is too late to move.
    """
    if not opened.may_change:
        raise Conflict("It is too late to change this visit online. Please call us.")
    await take_try(Tries(VISIT, str(opened.visit.appointment_id)))
    clinic = opened.clinic
    if not may_begin(start, clinic.settings, moment=now(), zone_name=clinic.actor.time_zone):
        raise SlotTaken
    keep = _keep_one if len(parts) == 1 else _keep_all
    try:
        return await keep(opened, start, parts, instead_of)
    except NotWorking:
        raise SlotTaken from None


async def _keep_all(
    opened: OpenVisit, start: datetime, parts: Sequence[AskedPart], instead_of: HoldId | None
) -> KeptTime:
    actor = opened.clinic.actor
    links = await look(
        *(actor, plan_chain),
        parts=parts,
        start=start,
        hold=instead_of,
        patient_id=opened.visit.patient_id,
    )
    planned = timed(parts, links)
    held = await perform(actor, hold_together, parts=planned, instead_of=instead_of)
    return KeptTime(planned, held.hold_id)


async def _keep_one(
    opened: OpenVisit, start: datetime, parts: Sequence[AskedPart], instead_of: HoldId | None
) -> KeptTime:
    (part,) = parts
    who = await _who_is_free(opened, start, part, instead_of)
    held = await perform(
        *(opened.clinic.actor, hold_slot),
        service_id=part.service_id,
        start=start,
        practitioner_id=who,
        instead_of=instead_of,
        moving=part.moving,
        minutes=part.minutes,
    )
    return KeptTime((replace(part, practitioner_id=who, start=start),), held.hold_id)


async def _who_is_free(
    opened: OpenVisit, start: datetime, part: AskedPart, hold_id: HoldId | None
) -> PractitionerId:
    actor, own = opened.clinic.actor, opened.visit.practitioner_id
    slots = await look(
        *(actor, find_free_slots),
        service_id=part.service_id,
        practitioner_id=part.practitioner_id,
        first_day=to_wall(start, actor.time_zone).date(),
        moving=part.moving,
        hold=hold_id,
        minutes=part.minutes,
        patient_id=opened.visit.patient_id,
    )
    free = next((slot.practitioner_ids for slot in slots if slot.start == start), ())
    if not free:
        raise SlotTaken
    return own if own in free else free[0]
