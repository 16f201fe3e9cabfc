"""Time off as the desk enters it: first who is away, then the part of their sheet."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.web.scheduling.hours.time_off_state import TimeOffState
from clinic_app.web.scheduling.set_up.practitioner_part import show_part
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.ui.choice_field import ChoiceRow


class DeskTimeOffState(rx.State):
    """The open sheet; `practitioner_id` is empty until somebody is chosen."""

    opened: rx.Field[bool] = rx.field(False)
    practitioner_id: rx.Field[str] = rx.field("")
    practitioners: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])

    @rx.event
    @door(Permission.TIME_OFF_WRITE)
    async def begin(self, actor: Actor) -> Answer:
        """Ask who is away."""
        rows = await look(actor, list_practitioners)
        self.practitioners = [ChoiceRow(row.id, row.name) for row in rows]
        self.practitioner_id, self.opened = "", True

    @rx.event
    @door(Permission.TIME_OFF_WRITE)
    async def choose(self, actor: Actor, practitioner_id: str) -> Answer:
        """Show when somebody is away, and the form to add to it."""
        if practitioner_id:
            await show_part(self, TimeOffState, actor, practitioner_id)
        self.practitioner_id = practitioner_id

    @rx.event
    @open_door
    async def show(self, opened: bool) -> Answer:
        """Close the sheet (the dialog says so itself)."""
        self.opened = opened and self.opened
