"""The waiting room's screen: opened by somebody signed in, or by a link of its own."""

from collections.abc import AsyncGenerator

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.kit.errors import NotFound
from clinic_app.scheduling.desk.find_screen import find_screen
from clinic_app.web.react.clinic_time import ClinicClock, clinic_clock
from clinic_app.web.scheduling.desk.queue_sheet import TOPICS, QueueSheet, load_queue_sheet
from clinic_app.web.scheduling.desk.screen_rows import CalledTicket
from clinic_app.web.session.door import door, live_door, live_open_door, open_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.pushes import link_pushes, pushes

READ = Permission.APPOINTMENT_READ


class ScreenRows(rx.State, mixin=True):
    """The vars of both."""

    loaded: rx.Field[bool] = rx.field(False)
    gone: rx.Field[bool] = rx.field(False)
    clock: rx.Field[ClinicClock] = rx.field(default_factory=ClinicClock)
    called: rx.Field[list[CalledTicket]] = rx.field(default_factory=list[CalledTicket])
    waiting: rx.Field[list[str]] = rx.field(default_factory=list[str])
    more: rx.Field[int] = rx.field(0)

    def _show(self, actor: Actor, sheet: QueueSheet | None) -> None:
        if sheet is None:  # what is shown stays; the next change tries again
            return
        self.clock = clinic_clock(actor.time_zone)
        self.called, self.waiting = list(sheet.screen.called), list(sheet.screen.waiting)
        self.more = sheet.screen.more
        self.loaded = True


class ScreenState(ScreenRows, rx.State):
    """The screen of a signed-in member."""

    @rx.event
    @door(READ)
    async def open(self, actor: Actor) -> Answer:
        """Open the screen."""
        del actor
        return ScreenState.watch

    @rx.event(background=True)
    @live_door(READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load now, and again whenever something in the queue changes."""
        async for actor in pushes(self, READ, *TOPICS):
            sheet = await load_queue_sheet(actor)
            async with self:
                self._show(actor, sheet)
            yield


class LinkScreenState(ScreenRows, rx.State):
    """The screen behind a link, without a session."""

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Open the screen, whoever has the link."""
        return LinkScreenState.watch

    @rx.event(background=True)
    @live_open_door
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load now and at each change, until the link is taken back."""
        token = self.router.url.path.rstrip("/").rpartition("/")[2]
        try:
            async for actor in link_pushes(self, lambda: find_screen(token), READ, *TOPICS):
                sheet = await load_queue_sheet(actor)
                async with self:
                    self._show(actor, sheet)
                yield
        except NotFound:
            async with self:
                self.reset()
                self.gone = True
            yield
