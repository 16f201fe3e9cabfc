"""The list of practitioners: live, in the clinic's order, with the archived on demand."""

from collections.abc import AsyncGenerator

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import PractitionerId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.people.member_choices import member_choices
from clinic_app.scheduling.archive_practitioner import archive_practitioner
from clinic_app.scheduling.list_practitioners import list_practitioners
from clinic_app.scheduling.reorder import reorder
from clinic_app.scheduling.restore_practitioner import restore_practitioner
from clinic_app.web.scheduling.forms import moved
from clinic_app.web.scheduling.practitioner_state import PractitionerState
from clinic_app.web.scheduling.setup_rows import PractitionerLine, practitioner_line
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes


class PractitionersState(rx.State):
    """The page /settings/practitioners."""

    lines: rx.Field[list[PractitionerLine]] = rx.field(default_factory=list[PractitionerLine])
    archived: rx.Field[bool] = rx.field(False)  # whether they are shown as well
    loading: rx.Field[bool] = rx.field(True)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.archived = False
        await self._load(actor)
        return [PractitionerState.show(False), PractitionersState.watch]

    @rx.event(background=True)
    @live_door(Permission.SCHEDULE_WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when somebody changes the schedule's parts or the members."""
        topics = (Topic.SCHEDULE, Topic.MEMBERS)
        async for actor in pushes(self, Permission.SCHEDULE_WRITE, *topics):
            lines = await _lines(actor, archived=self.archived)
            async with self:
                self.lines = lines
            yield

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def show_archived(self, actor: Actor, shown: bool) -> Answer:
        """Show or hide those who were archived."""
        self.archived = shown
        await self._load(actor)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def move(self, actor: Actor, practitioner_id: str, step: int) -> Answer:
        """Move one a place up (-1) or down (1); the calendar's columns follow."""
        live = [line.id for line in self.lines if not line.archived]
        order = moved(live, practitioner_id, step)
        await perform(actor, reorder, kind="practitioner", ids=order)
        await self._load(actor)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def archive(self, actor: Actor, practitioner_id: str) -> Answer:
        """Take one out of the calendar."""
        chosen = parse_id(PractitionerId, practitioner_id, what="That practitioner")
        await perform(actor, archive_practitioner, practitioner_id=chosen)
        await self._load(actor)
        return say("Archived. “Show archived” brings them back.")

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def restore(self, actor: Actor, practitioner_id: str) -> Answer:
        """Bring one back from the archive."""
        chosen = parse_id(PractitionerId, practitioner_id, what="That practitioner")
        await perform(actor, restore_practitioner, practitioner_id=chosen)
        await self._load(actor)
        return say("Brought back.")

    async def _load(self, actor: Actor) -> None:
        self.lines = await _lines(actor, archived=self.archived)
        self.loading = False


async def _lines(actor: Actor, *, archived: bool) -> list[PractitionerLine]:
    rows = await look(actor, list_practitioners, archived=archived)
    names = {member.id: member.name for member in await look(actor, member_choices)}
    return [practitioner_line(row, names) for row in rows]
