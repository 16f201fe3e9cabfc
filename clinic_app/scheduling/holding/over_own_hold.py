"""Move a visit, also over a time that one holds oneself: in another window, or in a lost one."""

from dataclasses import asdict
from typing import Any

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId, ServiceId
from clinic_app.scheduling.errors import DayFull, SlotTaken
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.find_own_hold import find_own_hold
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.visit.get_place import Place
from clinic_app.scheduling.visit.list_appointments import read_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment


async def move_over_own_hold(
    actor: Actor, place: Place, *, appointment_id: AppointmentId, version: int, despite_rules: bool
) -> Booked:
    """Move a visit to a place; one's own hold that is in the way gives way, nobody else's does.

    The rest, and what is raised, as in `reschedule_appointment`.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    asked: dict[str, Any] = {"appointment_id": appointment_id, "version": version}
    asked |= {"despite_rules": despite_rules, **asdict(place)}
    try:
        return await perform(actor, reschedule_appointment, **asked)
    except DayFull:
        raise
    except SlotTaken:
        visit = await look(actor, read_appointment, appointment_id=appointment_id)
        own = await look(
            actor,
            find_own_hold,
            service_id=ServiceId(visit.service_id),
            start=start_instant(place.start, actor.time_zone),
            minutes=place.minutes,
        )
        if own is None:
            raise
    return await perform(actor, reschedule_appointment, **asked, instead_of=own)
