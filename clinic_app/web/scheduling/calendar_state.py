"""The calendar's state: which days, whose columns, which colours; live."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.wall_words import short_day
from clinic_app.web.react.calendar import CalendarColumn, CalendarShade, CalendarVisit
from clinic_app.web.scheduling.booking_state import BookingState
from clinic_app.web.scheduling.calendar_moves import CalendarMoves
from clinic_app.web.scheduling.calendar_sheet import (
    STATES,
    TOPICS,
    CalendarSheet,
    LegendRow,
    load_sheet,
)
from clinic_app.web.scheduling.calendar_words import (
    count_words,
    day_title,
    monday_of,
    parse_day,
    week_title,
)
from clinic_app.web.scheduling.day_list import DayListDay, week_days
from clinic_app.web.scheduling.visit_state import VisitState
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.pushes import pushes

READ = Permission.APPOINTMENT_READ
WRITE = Permission.APPOINTMENT_WRITE


@dataclass(frozen=True)
class PractitionerChoice:
    """A line of the filter."""

    id: str
    name: str
    initials: str
    tint: str
    shown: bool


class CalendarState(CalendarMoves, rx.State):
    """What the calendar shows. The rows are one day's or one week's, and no more."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[bool] = rx.field(False)
    view: rx.Field[str] = rx.field("day")  # day or week
    day: rx.Field[str] = rx.field("")  # the one shown, or one of the week shown
    now: rx.Field[str] = rx.field("")  # the clinic's wall time; the browser lets it run on
    title: rx.Field[str] = rx.field("")
    short_title: rx.Field[str] = rx.field("")
    count: rx.Field[str] = rx.field("")
    columns: rx.Field[list[CalendarColumn]] = rx.field(default_factory=list[CalendarColumn])
    visits: rx.Field[list[CalendarVisit]] = rx.field(default_factory=list[CalendarVisit])
    shades: rx.Field[list[CalendarShade]] = rx.field(default_factory=list[CalendarShade])
    opens: rx.Field[int] = rx.field(8)
    closes: rx.Field[int] = rx.field(18)
    slot_minutes: rx.Field[int] = rx.field(15)
    colour_by: rx.Field[str] = rx.field("service")  # service or state
    legend: rx.Field[list[LegendRow]] = rx.field(default_factory=list[LegendRow])
    choices: rx.Field[list[PractitionerChoice]] = rx.field(default_factory=list[PractitionerChoice])
    filter_words: rx.Field[str] = rx.field("All practitioners")
    names: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    week: rx.Field[list[DayListDay]] = rx.field(default_factory=list[DayListDay])

    # What is asked for; `view` and `day` follow with the rows, so that they always agree.
    _view: str = "day"
    _day: str = ""
    _today: str = ""
    _hidden: rx.Field[list[str]] = rx.field(default_factory=list[str])

    @rx.event
    @door(READ)
    async def open(self, actor: Actor) -> Answer:
        """Open the page: at the address's date, at the day seen last, or at today."""
        today = _today(actor).isoformat()
        asked = parse_day(self.router.url.query_parameters.get("date", ""))
        if asked is not None:
            self._day = asked.isoformat()
        elif not self._day or self._day == self._today:
            self._day = today
        # The address may ask for a booking; whoever may not book need not hear of it.
        booking = [BookingState.arrive] if allows(actor.role, WRITE) else []
        return [CalendarState.watch, VisitState.arrive, *booking]

    @rx.event(background=True)
    @live_door(READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load now, and again whenever something on the calendar changes."""
        async for actor in pushes(self, READ, *TOPICS):
            async with self:
                wanted = self._wanted()
            sheet = await load_sheet(actor, *wanted)
            async with self:
                if self._wanted() == wanted:  # else a click has loaded other days meanwhile
                    self._show(actor, sheet)
            yield

    @rx.event
    @door(READ)
    async def retry(self, actor: Actor) -> Answer:
        """Try to load again, and to stay up to date."""
        await self._load(actor)
        return CalendarState.watch

    @rx.event
    @door(READ)
    async def change_date(self, actor: Actor, day: str) -> Answer:
        """Show a day chosen in the calendar; in the week, one of its days opens as a day."""
        chosen = parse_day(day)
        if chosen is None:
            return
        if self._view == "week" and monday_of(chosen) == self._wanted()[0]:
            self._view = "day"
        await self._go(actor, chosen)

    @rx.event
    @door(READ)
    async def pick_date(self, actor: Actor, day: str) -> Answer:
        """Show the day (or its week) of the date picker; half-typed dates do nothing."""
        chosen = parse_day(day)
        if chosen is not None:
            await self._go(actor, chosen)

    @rx.event
    @door(READ)
    async def back(self, actor: Actor) -> Answer:
        """Show the day or week before."""
        await self._step(actor, -7 if self._view == "week" else -1)

    @rx.event
    @door(READ)
    async def forward(self, actor: Actor) -> Answer:
        """Show the day or week after."""
        await self._step(actor, 7 if self._view == "week" else 1)

    @rx.event
    @door(READ)
    async def week_back(self, actor: Actor) -> Answer:
        """Show the same day of the week before."""
        await self._step(actor, -7)

    @rx.event
    @door(READ)
    async def week_forward(self, actor: Actor) -> Answer:
        """Show the same day of the week after."""
        await self._step(actor, 7)

    @rx.event
    @door(READ)
    async def today(self, actor: Actor) -> Answer:
        """Show today, or its week."""
        await self._go(actor, _today(actor))

    @rx.event
    @door(READ)
    async def show_as(self, actor: Actor, view: str) -> Answer:
        """Show a day or a week."""
        self._view = "week" if view == "week" else "day"
        await self._load(actor)

    @rx.event
    @door(READ)
    async def colour(self, actor: Actor, by: str) -> Answer:
        """Colour the visits by service or by state."""
        self.colour_by = "state" if by == "state" else "service"
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

    async def _step(self, actor: Actor, days: int) -> None:
        await self._go(actor, (parse_day(self._day) or _today(actor)) + timedelta(days=days))

    async def _go(self, actor: Actor, day: date) -> None:
        if parse_day(day.isoformat()) is not None:  # not beyond what a clinic plans
            self._day = day.isoformat()
        await self._load(actor)

    async def _load(self, actor: Actor, *, fresh: bool = False) -> None:
        if not self._day:
            self._day = _today(actor).isoformat()
        self._show(actor, await load_sheet(actor, *self._wanted(), fresh=fresh))

    async def _look_again(self, actor: Actor) -> None:
        await self._load(actor, fresh=True)

    def _wanted(self) -> tuple[date, int]:
        day = date.fromisoformat(self._day)
        return (monday_of(day), 7) if self._view == "week" else (day, 1)

    def _show(self, actor: Actor, sheet: CalendarSheet | None) -> None:
        self.failed = sheet is None
        if sheet is None:
            return
        wall = to_wall(now(), actor.time_zone)
        self.now = wall.isoformat(timespec="seconds")
        self._show_days(wall.date())
        self._show_rows(sheet)
        self.loaded = True

    def _show_days(self, today: date) -> None:
        day = date.fromisoformat(self._day)
        self._today = today.isoformat()
        weekly = self._view == "week"
        self._put(
            view=self._view,
            day=self._day,
            title=week_title(day, today) if weekly else day_title(day, today),
            short_title=short_day(day),
            week=week_days(day, today),
        )

    def _show_rows(self, sheet: CalendarSheet) -> None:
        hidden = set(self._hidden)
        by_state = self.colour_by == "state"
        visits = sheet.visits_by_state if by_state else sheet.visits
        columns = [column for column in sheet.columns if column.id not in hidden]
        rows = [visit for visit in visits if visit.column_id not in hidden]
        self._put(
            columns=columns,
            visits=rows,
            shades=[shade for shade in sheet.shades if shade.column_id not in hidden],
            count=count_words(sum(not visit.struck for visit in rows)),
            names={column.id: column.title for column in sheet.columns},
            legend=list(STATES if by_state else sheet.services),
            choices=[_choice(column, hidden) for column in sheet.columns],
            filter_words=_filter_words(columns, len(sheet.columns)),
            opens=sheet.opens,
            closes=sheet.closes,
            slot_minutes=sheet.slot_minutes,
        )

    def _put(self, **values: Any) -> None:  # noqa: ANN401  # vars of every type
        """Assign what differs: what is assigned is sent to the browser."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


def _today(actor: Actor) -> date:
    return to_wall(now(), actor.time_zone).date()


def _choice(column: CalendarColumn, hidden: set[str]) -> PractitionerChoice:
    shown = column.id not in hidden
    return PractitionerChoice(column.id, column.title, column.initials, column.tint, shown)


def _filter_words(shown: list[CalendarColumn], all_of_them: int) -> str:
    if len(shown) == all_of_them:
        return "All practitioners"
    if len(shown) == 1:
        return shown[0].title
    return f"{len(shown)} of {all_of_them} practitioners"
