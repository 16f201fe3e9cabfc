"""Give visits that must be moved to others who are free at the same time, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.move_choices import move_choices
from clinic_app.scheduling.reschedule_appointment import reschedule_appointment

MOST = 100
NOBODY = "Nobody else is free at that time."


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one visit: who gives it now, or why it stays."""

    appointment_id: AppointmentId
    to: str = ""
    why_not: str = ""


async def move_all_to_others(
    actor: Actor, *, appointment_ids: Sequence[AppointmentId]
) -> tuple[Moved, ...]:
    """Move up to 100 visits, each in a transaction of its own, so that one refusal stops none."""
    require(actor, Permission.APPOINTMENT_WRITE)
    return tuple([await _move(actor, one) for one in appointment_ids[:MOST]])


async def _move(actor: Actor, appointment_id: AppointmentId) -> Moved:
    try:
        choices = await look(actor, move_choices, appointment_id=appointment_id)
        for choice in choices.others:
            try:
                await perform(
                    actor,
                    reschedule_appointment,
                    appointment_id=appointment_id,
                    version=choices.version,
                    start=choice.start,
                    practitioner_id=choice.practitioner_id,
                )
            except SlotTaken:
                continue  # somebody was booked this very moment: the next one
            return Moved(appointment_id, to=choice.practitioner)
    except ClinicError as refusal:
        return Moved(appointment_id, why_not=refusal.message)
    return Moved(appointment_id, why_not=NOBODY)
