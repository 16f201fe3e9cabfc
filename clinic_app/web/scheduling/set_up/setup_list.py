"""What the four lists of the set-up do alike: live rows, their order, and the archive."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform
from clinic_app.kit.ids import parse_id
from clinic_app.live.topics import Topic
from clinic_app.scheduling.set_up.reorder import Kind as OrderedKind
from clinic_app.scheduling.set_up.reorder import reorder
from clinic_app.web.scheduling.set_up.forms import moved
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

WRITE = Permission.SCHEDULE_WRITE


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list is of. archive, restore: verbs that take `<name>_id`."""

    name: OrderedKind
    id_type: Callable[[UUID], UUID]
    archive: Callable[..., Awaitable[Any]]
    restore: Callable[..., Awaitable[Any]]
    back: str = "it"  # whom “Show archived” brings back
    topics: tuple[Topic, ...] = (Topic.SCHEDULE,)

    def id_of(self, row_id: str) -> dict[str, Any]:
        """Read an id from outside, as the verbs name it."""
        return {f"{self.name}_id": parse_id(self.id_type, row_id, what=f"That {self.name}")}


class SetupList(rx.State, mixin=True):
    """A list of the set-up. Its own state says of what, and how a row looks."""

    KIND: ClassVar[Kind]

    lines: rx.Field[list[Any]] = rx.field(default_factory=list[Any])
    archived: rx.Field[bool] = rx.field(False)  # whether archived rows are shown as well
    loading: rx.Field[bool] = rx.field(True)

    @rx.event(background=True)
    @live_door(WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when somebody changes the schedule's parts."""
        async for actor in pushes(self, WRITE, *self.KIND.topics):
            lines = await self._rows(actor)
            async with self:
                self.lines = lines
            yield

    @rx.event
    @door(WRITE)
    async def show_archived(self, actor: Actor, shown: bool) -> Answer:
        """Show or hide those that were archived."""
        self.archived = shown
        await self._load(actor)

    @rx.event
    @door(WRITE)
    async def move(self, actor: Actor, row_id: str, step: int) -> Answer:
        """Move one a place up (-1) or down (1); the calendar's columns follow."""
        order = moved([line.id for line in self.lines if not line.archived], row_id, step)
        await perform(actor, reorder, kind=self.KIND.name, ids=order)
        await self._load(actor)

    @rx.event
    @door(WRITE)
    async def archive(self, actor: Actor, row_id: str) -> Answer:
        """Book one no more."""
        await perform(actor, self.KIND.archive, **self.KIND.id_of(row_id))
        await self._load(actor)
        return say(f"Archived. “Show archived” brings {self.KIND.back} back.")

    @rx.event
    @door(WRITE)
    async def restore(self, actor: Actor, row_id: str) -> Answer:
        """Book one again."""
        await perform(actor, self.KIND.restore, **self.KIND.id_of(row_id))
        await self._load(actor)
        return say("Brought back.")

    async def _load(self, actor: Actor) -> None:
        self.lines = await self._rows(actor)
        self.loading = False

    async def _rows(self, actor: Actor) -> list[Any]:
        raise NotImplementedError
