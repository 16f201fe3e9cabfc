"""Rooms and devices: a list of names, and the dialog that asks for one."""

from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import NotFound
from clinic_app.scheduling.rows import ResourceRow
from clinic_app.web.scheduling.set_up.forms import typed
from clinic_app.web.scheduling.set_up.setup_list import WRITE, SetupList
from clinic_app.web.scheduling.set_up.setup_rows import ResourceLine, resource_line
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say


class NamedList(SetupList, rx.State, mixin=True):
    """A list of what has a name alone. Its own state says how rows are asked for and kept."""

    lines: rx.Field[list[ResourceLine]] = rx.field(default_factory=list[ResourceLine])
    opened: rx.Field[bool] = rx.field(False)
    row_id: rx.Field[str] = rx.field("")  # of the dialog; empty for a new one
    name: rx.Field[str] = rx.field("")
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.archived = self.opened = False
        await self._load(actor)
        return type(self).watch

    @rx.event
    @door(WRITE)
    async def add(self, actor: Actor) -> Answer:
        """Ask for a new one's name."""
        del actor
        self.row_id, self.name, self.errors = "", "", {}
        self.opened = True

    @rx.event
    @door(WRITE)
    async def edit(self, actor: Actor, row_id: str) -> Answer:
        """Ask for another name."""
        rows = await self._listed(actor, archived=True)
        row = next((row for row in rows if row.id == row_id), None)
        if row is None:
            raise NotFound(f"That {self.KIND.name}")
        self.row_id, self.name, self.errors = row.id, row.name, {}
        self.opened = True

    @rx.event
    @open_door
    async def show(self, opened: bool) -> Answer:
        """Close the dialog (it says so itself)."""
        self.opened = opened and self.opened

    @rx.event
    @door(WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save the name."""
        self.errors = {}
        await self._keep(actor, typed(form, "name"))
        self.opened = False
        await self._load(actor)
        return say("Saved.")

    async def _rows(self, actor: Actor) -> list[ResourceLine]:
        return [resource_line(row) for row in await self._listed(actor, archived=self.archived)]

    async def _listed(self, actor: Actor, *, archived: bool) -> list[ResourceRow]:
        raise NotImplementedError

    async def _keep(self, actor: Actor, name: str) -> None:
        """Give the name to the dialog's row, or to a new one."""
        raise NotImplementedError
