"""What a member chooses on the calendar: the view, the columns, the colours, whose visits."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.web.scheduling.calendar.calendar_shown import COLOURS, COLUMNS, PractitionerChoice
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer

READ = Permission.APPOINTMENT_READ
VIEWS = ("day", "week", "month", "agenda")


class CalendarChoices(rx.State, mixin=True):
    """The doors of the bar's menus. The choices stay while the tab does."""

    columns_by: rx.Field[str] = rx.field("practitioner")  # of COLUMNS; days have others too
    colour_by: rx.Field[str] = rx.field("service")  # of COLOURS
    choices: rx.Field[list[PractitionerChoice]] = rx.field(default_factory=list[PractitionerChoice])

    _view: str = "day"  # asked for; `view` follows with the rows
    _hidden: rx.Field[list[str]] = rx.field(default_factory=list[str])

    @rx.event
    @door(READ)
    async def show_as(self, actor: Actor, view: str) -> Answer:
        """Show a day, a week, a month, or two weeks as a list."""
        self._view = view if view in VIEWS else "day"
        await self._load(actor)

    @rx.event
    @door(READ)
    async def show_columns(self, actor: Actor, by: str) -> Answer:
        """Give the day a column for each practitioner, room or device."""
        self.columns_by = by if by in COLUMNS else "practitioner"
        await self._load(actor)

    @rx.event
    @door(READ)
    async def colour(self, actor: Actor, by: str) -> Answer:
        """Colour the visits by service, practitioner or state."""
        self.colour_by = by if by in COLOURS else "service"
        await self._load(actor)

    @rx.event
    @door(READ)
    async def toggle(self, actor: Actor, practitioner_id: str) -> Answer:
        """Show or hide one practitioner's column."""
        if practitioner_id in self._hidden:
            self._hidden = [one for one in self._hidden if one != practitioner_id]
        elif any(choice.id == practitioner_id for choice in self.choices):
            self._hidden = [*self._hidden, practitioner_id]
        await self._load(actor)

    @rx.event
    @door(READ)
    async def show_only(self, actor: Actor, practitioner_id: str) -> Answer:
        """Show one practitioner's column alone."""
        known = [choice.id for choice in self.choices]
        if practitioner_id in known:
            self._hidden = [one for one in known if one != practitioner_id]
        await self._load(actor)

    @rx.event
    @door(READ)
    async def show_all(self, actor: Actor) -> Answer:
        """Show every practitioner's column."""
        self._hidden = []
        await self._load(actor)

    async def _load(self, actor: Actor) -> None:
        raise NotImplementedError
