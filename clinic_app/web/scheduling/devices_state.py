"""The list of devices and the dialog that names one."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import DeviceId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.scheduling.archive_device import archive_device
from clinic_app.scheduling.list_devices import list_devices
from clinic_app.scheduling.reorder import reorder
from clinic_app.scheduling.restore_device import restore_device
from clinic_app.scheduling.save_device import save_device
from clinic_app.web.scheduling.forms import id_or_none, moved, typed
from clinic_app.web.scheduling.setup_rows import ResourceLine, resource_line
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes


class DevicesState(rx.State):
    """The page /settings/devices."""

    lines: rx.Field[list[ResourceLine]] = rx.field(default_factory=list[ResourceLine])
    archived: rx.Field[bool] = rx.field(False)
    loading: rx.Field[bool] = rx.field(True)
    opened: rx.Field[bool] = rx.field(False)
    device_id: rx.Field[str] = rx.field("")  # of the dialog; empty for a new one
    name: rx.Field[str] = rx.field("")
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.archived = self.opened = False
        await self._load(actor)
        return DevicesState.watch

    @rx.event(background=True)
    @live_door(Permission.SCHEDULE_WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when somebody changes the schedule's parts."""
        async for actor in pushes(self, Permission.SCHEDULE_WRITE, Topic.SCHEDULE):
            lines = await _lines(actor, archived=self.archived)
            async with self:
                self.lines = lines
            yield

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def show_archived(self, actor: Actor, shown: bool) -> Answer:
        """Show or hide those that were archived."""
        self.archived = shown
        await self._load(actor)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add(self, actor: Actor) -> Answer:
        """Ask for a new device's name."""
        del actor
        self.device_id, self.name, self.errors = "", "", {}
        self.opened = True

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def edit(self, actor: Actor, device_id: str) -> Answer:
        """Ask for another name."""
        rows = await look(actor, list_devices, archived=True)
        row = next((row for row in rows if row.id == device_id), None)
        if row is None:
            raise NotFound("That device")
        self.device_id, self.name, self.errors = row.id, row.name, {}
        self.opened = True

    @rx.event
    @open_door
    async def show(self, opened: bool) -> Answer:
        """Close the dialog (it says so itself)."""
        self.opened = opened and self.opened

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save the name."""
        self.errors = {}
        chosen = id_or_none(DeviceId, self.device_id)
        await perform(actor, save_device, name=typed(form, "name"), device_id=chosen)
        self.opened = False
        await self._load(actor)
        return say("Saved.")

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def move(self, actor: Actor, device_id: str, step: int) -> Answer:
        """Move one a place up (-1) or down (1)."""
        live = [line.id for line in self.lines if not line.archived]
        order = moved(live, device_id, step)
        await perform(actor, reorder, kind="device", ids=order)
        await self._load(actor)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def archive(self, actor: Actor, device_id: str) -> Answer:
        """Book one no more."""
        chosen = parse_id(DeviceId, device_id, what="That device")
        await perform(actor, archive_device, device_id=chosen)
        await self._load(actor)
        return say("Archived. “Show archived” brings it back.")

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def restore(self, actor: Actor, device_id: str) -> Answer:
        """Book one again."""
        chosen = parse_id(DeviceId, device_id, what="That device")
        await perform(actor, restore_device, device_id=chosen)
        await self._load(actor)
        return say("Brought back.")

    async def _load(self, actor: Actor) -> None:
        self.lines = await _lines(actor, archived=self.archived)
        self.loading = False


async def _lines(actor: Actor, *, archived: bool) -> list[ResourceLine]:
    return [resource_line(row) for row in await look(actor, list_devices, archived=archived)]
