"""Keep a time for a visit that is about to be moved through its private link."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import HoldId, PractitionerId
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.open_visit_link import OpenVisit
from clinic_app.people.rate_limit import Limit, Tries, take_try
from clinic_app.scheduling.errors import NotWorking, SlotTaken
from clinic_app.scheduling.find_free_slots import find_free_slots
from clinic_app.scheduling.hold_slot import hold_slot
from clinic_app.scheduling.public_rules import may_begin

# One link keeps one time in each of its tabs; so many are tried in earnest and no more.
VISIT = Limit("visit link hold", most=15, window=timedelta(hours=1))

# The longest visit with its buffers: what lies farther away cannot meet the visit itself.
_REACH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class KeptTime:
    """Who would give the visit at a time, and the hold that keeps it, if one could be made."""

    practitioner_id: PractitionerId
    hold_id: HoldId | None


async def hold_move_by_link(
    opened: OpenVisit,
    *,
    start: datetime,
    practitioner_id: PractitionerId | None,
    instead_of: HoldId | None = None,
) -> KeptTime:
    """Return who is free then, the visit's own practitioner first, and keep them some minutes.

    practitioner_id: None for whoever is free. A time that meets the visit itself is free for
    this visit alone and needs no hold. Raises SlotTaken, TryLater, or Conflict when it is too
    late to move.
    """
    actor, visit = opened.clinic.actor, opened.visit
    if not opened.may_change:
        raise Conflict("It is too late to change this visit online. Please call us.")
    await take_try(Tries(VISIT, str(visit.appointment_id)))
    who = await _who_is_free(opened, start, practitioner_id, instead_of)
    try:
        held = await perform(
            *(actor, hold_slot),
            service_id=visit.service_id,
            start=start,
            practitioner_id=who,
            instead_of=instead_of,
        )
    except (SlotTaken, NotWorking):
        if visit.start - _REACH < start < visit.end + _REACH:
            return KeptTime(who, None)
        raise SlotTaken from None
    return KeptTime(who, held.hold_id if held else None)


async def _who_is_free(
    opened: OpenVisit,
    start: datetime,
    practitioner_id: PractitionerId | None,
    hold_id: HoldId | None,
) -> PractitionerId:
    clinic, visit = opened.clinic, opened.visit
    zone = clinic.actor.time_zone
    if not may_begin(start, clinic.settings, moment=now(), zone_name=zone):
        raise SlotTaken
    slots = await look(
        *(clinic.actor, find_free_slots),
        service_id=visit.service_id,
        practitioner_id=practitioner_id,
        first_day=to_wall(start, zone).date(),
        moving=visit.appointment_id,
        hold=hold_id,
    )
    free = next((slot.practitioner_ids for slot in slots if slot.start == start), ())
    if not free:
        raise SlotTaken
    return visit.practitioner_id if visit.practitioner_id in free else free[0]
