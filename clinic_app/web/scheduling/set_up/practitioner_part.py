"""A part of a practitioner's sheet: hours, exceptions, time off."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import PractitionerId, parse_id


class PractitionerPart(rx.State, mixin=True):
    """What the parts have in common: whose they are, and what was refused beside which field."""

    practitioner_id: rx.Field[str] = rx.field("")
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    def _whose(self) -> PractitionerId:
        return parse_id(PractitionerId, self.practitioner_id, what="That practitioner")

    async def _show(self, actor: Actor) -> None:
        """Show what there is, and an empty form."""
        raise NotImplementedError


async def show_part(
    sheet: rx.State, part: type[PractitionerPart], actor: Actor, practitioner_id: str
) -> None:
    """Fill a part within the event that shows it: there is no moment in which one could type
    into a form that is emptied by what comes after."""
    state = await sheet.get_state(part)
    state.practitioner_id = practitioner_id
    await state._show(actor)  # pyright: ignore[reportPrivateUsage]  # a public one is an endpoint
