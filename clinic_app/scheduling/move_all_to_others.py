"""Give visits that must be moved to others who are free at the same time, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.move_choices import move_choices
from clinic_app.scheduling.take_choice import take_choice

MOST = 100
NOBODY = "Nobody else is free at that time."


class Missing(NamedTuple):
    """A visit, and who of it will not be there."""

    appointment_id: AppointmentId
    practitioner_id: PractitionerId


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one visit: who gives it now or assists, or why it stays."""

    to: str = ""
    why_not: str = ""


async def move_all_to_others(actor: Actor, *, missing: Sequence[Missing]) -> tuple[Moved, ...]:
    """Find others for up to 100 visits, each in a transaction of its own.

    So one refusal stops none.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    return tuple([await _move(actor, *one) for one in missing[:MOST]])


async def _move(actor: Actor, appointment_id: AppointmentId, gone: PractitionerId) -> Moved:
    try:
        choices = await look(actor, move_choices, appointment_id=appointment_id, instead_of=gone)
        for choice in choices.others:
            try:
                await take_choice(
                    actor, choice, appointment_id=appointment_id, version=choices.version, gone=gone
                )
            except SlotTaken:
                continue  # somebody was booked this very moment: the next one
            return Moved(to=choice.practitioner)
    except ClinicError as refusal:
        return Moved(why_not=refusal.message)
    return Moved(why_not=NOBODY)
