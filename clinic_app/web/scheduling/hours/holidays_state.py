"""The clinic's holidays."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform, rehearse
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import HolidayId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.scheduling.hours.add_holidays import NewHoliday, add_holidays
from clinic_app.scheduling.hours.list_holidays import list_holidays
from clinic_app.scheduling.hours.remove_holiday import remove_holiday
from clinic_app.scheduling.wall_words import day_and_year
from clinic_app.web.scheduling.set_up.forms import Form, typed
from clinic_app.web.scheduling.to_move.hit_asking import HitAsking
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

_MOST_AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """A holiday in the list."""

    id: str
    when: str  # “Thu 26 Nov 2026”
    name: str
    yearly: bool


class HolidaysState(HitAsking, rx.State):
    """The page /settings/holidays."""

    lines: rx.Field[list[HolidayLine]] = rx.field(default_factory=list[HolidayLine])
    loading: rx.Field[bool] = rx.field(True)
    opened: rx.Field[bool] = rx.field(False)
    drafts: rx.Field[list[str]] = rx.field(default_factory=list[str])  # a key for each row
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    _wanted: list[NewHoliday] = []  # noqa: RUF012  # Reflex copies it for each tab
    _serial: int = 0

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.opened = self.asking = False
        self.lines, self.loading = await _lines(actor), False
        return HolidaysState.watch

    @rx.event(background=True)
    @live_door(Permission.SCHEDULE_WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when somebody changes the schedule's parts."""
        async for actor in pushes(self, Permission.SCHEDULE_WRITE, Topic.SCHEDULE):
            lines = await _lines(actor)
            async with self:
                self.lines = lines
            yield

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add(self, actor: Actor) -> Answer:
        """Ask for dates and names, several at once."""
        del actor
        self.errors, self.drafts = {}, [self._draft()]
        self.opened = True

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add_row(self, actor: Actor) -> Answer:
        """Ask for one more date."""
        del actor
        if len(self.drafts) < _MOST_AT_ONCE:
            self.drafts = [*self.drafts, self._draft()]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def drop_row(self, actor: Actor, draft: str) -> Answer:
        """Ask for one date less; one stays."""
        del actor
        self.drafts = [one for one in self.drafts if one != draft] or self.drafts

    @rx.event
    @open_door
    async def show(self, opened: bool) -> Answer:
        """Close the dialog (it says so itself)."""
        self.opened = opened and self.opened

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Close the clinic on these dates; when visits are hit, name them and ask first."""
        self.errors = {}
        self._wanted = [_read(form, draft) for draft in self.drafts]
        hit = await rehearse(actor, add_holidays, holidays=self._wanted)
        return None if self._ask(hit) else await self._save(actor)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def go_on(self, actor: Actor) -> Answer:
        """Save all the same, and help to move the visits."""
        self._answered()
        return [await self._save(actor), rx.redirect("/visits-to-move")]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def remove(self, actor: Actor, holiday_id: str) -> Answer:
        """Open a date again."""
        chosen = parse_id(HolidayId, holiday_id, what="That holiday")
        await perform(actor, remove_holiday, holiday_id=chosen)
        self.lines = await _lines(actor)
        return say("Removed.")

    async def _save(self, actor: Actor) -> Answer:
        await perform(actor, add_holidays, holidays=self._wanted)
        self.lines, self.opened = await _lines(actor), False
        return say("Saved.")

    def _draft(self) -> str:
        self._serial += 1
        return f"holiday-{self._serial}"


def _read(form: Form, draft: str) -> NewHoliday:
    try:
        day = date.fromisoformat(typed(form, f"day-{draft}"))
    except ValueError:
        raise Invalid("Please choose a date for each holiday.", field="days") from None
    return NewHoliday(day, typed(form, f"name-{draft}"), bool(form.get(f"yearly-{draft}")))


async def _lines(actor: Actor) -> list[HolidayLine]:
    return [
        HolidayLine(row.id, _words(date.fromisoformat(row.day)), row.name, row.yearly)
        for row in await look(actor, list_holidays)
    ]


def _words(day: date) -> str:
    return f"{day:%a} {day_and_year(day)}"
