"""Give visits that must be moved to others who are free at the same time, one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.to_move.find_others import MOST, why_nobody
from clinic_app.scheduling.to_move.move_choices import MoveChoice, MoveChoices, move_choices
from clinic_app.scheduling.to_move.take_choice import take_choice
from clinic_app.scheduling.visit.stand_again import Before


class Missing(NamedTuple):
    """A visit, who of it will not be there, and whom to ask first instead."""

    appointment_id: AppointmentId
    practitioner_id: PractitionerId
    by: PractitionerId | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of one visit: what it took of the choices, or why it stays."""

    choice: MoveChoice | None = None
    why_not: str = ""
    before: Before | None = None

    @property
    def to(self) -> str:
        """Who gives it now, or assists; "" where it stays."""
        return self.choice.practitioner if self.choice else ""


async def move_all_to_others(actor: Actor, *, missing: Sequence[Missing]) -> tuple[Moved, ...]:
    """Find others for up to 100 visits, each in a transaction of its own.

    So one refusal stops none. Who is here goes to another time of the day where nobody else is
    free at the visit's own.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    return tuple([await _move(actor, one) for one in missing[:MOST]])


async def _move(actor: Actor, missing: Missing) -> Moved:
    visit, gone = missing.appointment_id, missing.practitioner_id
    try:
        choices = await look(
            actor, move_choices, appointment_id=visit, instead_of=gone, nearest=False
        )
        for choice in _in_order(choices, missing.by):
            try:
                before = await take_choice(
                    actor, choice, appointment_id=visit, version=choices.version, gone=gone
                )
            except SlotTaken:
                continue  # somebody was booked this very moment: the next one
            return Moved(choice, before=before)
    except ClinicError as refusal:
        return Moved(why_not=refusal.message)
    return Moved(why_not=why_nobody(choices))


def _in_order(choices: MoveChoices, first: PractitionerId | None) -> list[MoveChoice]:
    def later(choice: MoveChoice) -> tuple[bool, bool]:
        return choice.later, choice.practitioner_id != first

    return sorted(choices.without_asking, key=later)


def stood_before(moved: Iterable[Moved]) -> tuple[Before, ...]:
    """Return where the visits stood; one that lost two of its team, before the first of both."""
    found: dict[AppointmentId, Before] = {}
    for before in filter(None, (one.before for one in moved)):
        first = found.get(before.appointment_id, before)
        found[before.appointment_id] = first._replace(version=before.version)
    return tuple(found.values())
