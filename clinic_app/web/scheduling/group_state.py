"""A group session's sheet: who comes, live, and calling the whole of it off."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import GroupId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.scheduling.cancel_group import cancel_group
from clinic_app.scheduling.get_group import get_group
from clinic_app.scheduling.group_rows import GroupSheet
from clinic_app.web.scheduling.calendar_words import count_words
from clinic_app.web.scheduling.group_words import NO_GROUP
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

READ = Permission.APPOINTMENT_READ
_LANE = "group"


class GroupState(rx.State):
    """The session that is looked at."""

    shown: rx.Field[bool] = rx.field(False)
    group: rx.Field[GroupSheet] = rx.field(default_factory=lambda: NO_GROUP)
    busy: rx.Field[bool] = rx.field(False)
    cancelling: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(READ)
    async def open(self, actor: Actor, group_id: str) -> Answer:
        """Show a session and keep it true."""
        self.group = await look(actor, get_group, group_id=_id(group_id))
        self.cancelling, self.busy, self.errors = False, False, {}
        self.shown = True
        return GroupState.watch

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the sheet (or let Radix say that it is open)."""
        self.shown = shown and self.shown
        self.cancelling = False

    @rx.event(background=True)
    @live_door(READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load the session again whenever something on the calendar changes."""
        async for actor in pushes(self, READ, Topic.CALENDAR, Topic.PATIENTS, lane=_LANE):
            if not self.shown:
                return
            group_id = self.group.id
            group = await look(actor, get_group, group_id=_id(group_id))
            async with self:
                if self.group.id == group_id:
                    self.group = group
            yield

    @rx.event
    @open_door
    async def ask_why(self, asking: bool) -> Answer:
        """Ask for the reason of a cancellation, or leave it."""
        self.cancelling, self.errors = asking, {}

    @rx.event
    @open_door
    async def begin(self) -> Answer:
        """Keep the button from being pressed twice."""
        self.busy, self.errors = True, {}

    @rx.event
    @door(Permission.APPOINTMENT_DELETE)
    async def cancel(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Cancel the visits of all who come, with the reason."""
        self.busy = False
        gone = await perform(
            actor,
            cancel_group,
            group_id=_id(self.group.id),
            version=self.group.version,
            reason=str(form.get("reason", "")),
        )
        self.shown = self.cancelling = False
        return say(f"The session is called off: {count_words(len(gone))} cancelled.")


def _id(group_id: str) -> GroupId:
    return parse_id(GroupId, group_id, what="The session")
