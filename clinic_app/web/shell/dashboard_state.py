"""The dashboard's state: the clinic's day at a glance, live."""

from collections.abc import AsyncGenerator

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.live.topics import Topic
from clinic_app.scheduling.calendar.load_today import load_today
from clinic_app.scheduling.calendar.today_rows import PractitionerLoad, Today, TodayVisit
from clinic_app.scheduling.set_up.get_first_steps import get_first_steps
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.pushes import pushes
from clinic_app.web.shell.first_steps import StepLine, lines_of


class DashboardState(rx.State):
    """Today: numbers, who waits, who comes, how far each practitioner is."""

    loaded: rx.Field[bool] = rx.field(False)
    day: rx.Field[str] = rx.field("")
    mine: rx.Field[bool] = rx.field(False)
    booked: rx.Field[int] = rx.field(0)
    waiting: rx.Field[int] = rx.field(0)
    in_visit: rx.Field[int] = rx.field(0)
    done: rx.Field[int] = rx.field(0)
    missed: rx.Field[int] = rx.field(0)
    waiting_now: rx.Field[list[TodayVisit]] = rx.field(default_factory=list[TodayVisit])
    coming: rx.Field[list[TodayVisit]] = rx.field(default_factory=list[TodayVisit])
    loads: rx.Field[list[PractitionerLoad]] = rx.field(default_factory=list[PractitionerLoad])
    steps: rx.Field[list[StepLine]] = rx.field(default_factory=list[StepLine])

    @rx.event
    @door(Permission.CLINICAL_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load the day and keep it true."""
        self._show(actor, await look(actor, load_today), await _first_steps(actor))
        return DashboardState.watch

    @rx.event(background=True)
    @live_door(Permission.CLINICAL_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again whenever a visit, a practitioner or a patient's name changes."""
        topics = (Topic.CALENDAR, Topic.SCHEDULE, Topic.PATIENTS)
        async for actor in pushes(self, Permission.CLINICAL_READ, *topics):
            today, steps = await look(actor, load_today), await _first_steps(actor)
            async with self:
                self._show(actor, today, steps)
            yield

    def _show(self, actor: Actor, today: Today, steps: list[StepLine]) -> None:
        wall = to_wall(now(), actor.time_zone)
        self.day = f"{wall:%A}, {wall.day} {wall:%B}"
        self.mine = today.mine
        self.booked, self.waiting = today.booked, today.waiting
        self.in_visit, self.done, self.missed = today.in_visit, today.done, today.missed
        self.waiting_now, self.coming = today.waiting_now, today.coming
        self.loads, self.steps = today.loads, steps
        self.loaded = True


async def _first_steps(actor: Actor) -> list[StepLine]:
    """Return what a new clinic does next, to those who can do it."""
    if not may(actor, Permission.SCHEDULE_WRITE):
        return []
    return lines_of(await look(actor, get_first_steps))
