"""The calendar's state: which days, and their rows; live."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.wall_words import short_day
from clinic_app.web.react.calendar import CalendarChange, CalendarShade
from clinic_app.web.react.month import MonthDay
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_agenda import DAYS, AgendaDay, agenda_days
from clinic_app.web.scheduling.calendar.calendar_choices import CalendarChoices
from clinic_app.web.scheduling.calendar.calendar_month import (
    Month,
    days_of_month,
    load_shown_month,
    month_days,
    step_month,
)
from clinic_app.web.scheduling.calendar.calendar_scope import CalendarScope
from clinic_app.web.scheduling.calendar.calendar_sheet import (
    TOPICS,
    CalendarSheet,
    LegendRow,
    load_sheet,
)
from clinic_app.web.scheduling.calendar.calendar_shown import (
    filter_words,
    shown_choices,
    shown_rows,
)
from clinic_app.web.scheduling.calendar.calendar_why import CalendarWhy
from clinic_app.web.scheduling.calendar.calendar_words import (
    changes_of,
    count_words,
    monday_of,
    now_words,
    parse_day,
    view_title,
)
from clinic_app.web.scheduling.calendar.day_list import DayListDay, week_days
from clinic_app.web.scheduling.visit.visit_state import VisitState
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.pushes import pushes

READ = Permission.APPOINTMENT_READ
WRITE = Permission.APPOINTMENT_WRITE


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for; a member's own choice of columns and colours is not among them."""

    view: str
    first_day: date
    days: int
    without: tuple[str, ...] = ()  # practitioners, where the database leaves them out


class CalendarState(CalendarScope, CalendarWhy, CalendarChoices, rx.State):
    """What the calendar shows. The rows are one day's or one week's, and no more."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[bool] = rx.field(False)
    view: rx.Field[str] = rx.field("day")  # day, week, month or agenda
    day: rx.Field[str] = rx.field("")  # the one shown, or one of the week shown
    now: rx.Field[str] = rx.field("")  # the clinic's wall time; the browser lets it run on
    title: rx.Field[str] = rx.field("")
    short_title: rx.Field[str] = rx.field("")
    count: rx.Field[str] = rx.field("")
    changes: rx.Field[list[CalendarChange]] = rx.field(default_factory=list[CalendarChange])
    shades: rx.Field[list[CalendarShade]] = rx.field(default_factory=list[CalendarShade])
    opens: rx.Field[int] = rx.field(8)
    closes: rx.Field[int] = rx.field(18)
    slot_minutes: rx.Field[int] = rx.field(15)
    legend: rx.Field[list[LegendRow]] = rx.field(default_factory=list[LegendRow])
    filter_words: rx.Field[str] = rx.field("All practitioners")
    names: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    week: rx.Field[list[DayListDay]] = rx.field(default_factory=list[DayListDay])
    month: rx.Field[list[MonthDay]] = rx.field(default_factory=list[MonthDay])
    agenda: rx.Field[list[AgendaDay]] = rx.field(default_factory=list[AgendaDay])

    # What is asked for; `view` and `day` follow with the rows, so that they always agree.
    _day: str = ""
    _today: str = ""

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
            rows = await _rows(actor, wanted)
            async with self:
                if self._wanted() == wanted:  # else a click has loaded other days meanwhile
                    self._show(actor, rows)
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
        if self._view == "week" and monday_of(chosen) == self._wanted().first_day:
            self._view = "day"
        await self._go(actor, chosen)

    @rx.event
    @door(READ)
    async def open_day(self, actor: Actor, day: str) -> Answer:
        """Show a day of the month or the agenda as a day."""
        chosen = parse_day(day)
        if chosen is not None:
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
        """Show the day, week, month or two weeks before."""
        await self._turn(actor, -1)

    @rx.event
    @door(READ)
    async def forward(self, actor: Actor) -> Answer:
        """Show the day, week, month or two weeks after."""
        await self._turn(actor, 1)

    @rx.event
    @door(READ)
    async def turn(self, actor: Actor, pages: int) -> Answer:
        """Turn a page of the view back or forth."""
        await self._turn(actor, 1 if pages > 0 else -1)

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

    async def _turn(self, actor: Actor, pages: int) -> None:
        if self._view == "month":
            await self._go(actor, step_month(self._shown_day(actor), pages))
        else:
            await self._step(actor, pages * {"week": 7, "agenda": DAYS}.get(self._view, 1))

    async def _step(self, actor: Actor, days: int) -> None:
        await self._go(actor, self._shown_day(actor) + timedelta(days=days))

    def _shown_day(self, actor: Actor) -> date:
        return parse_day(self._day) or _today(actor)

    async def _go(self, actor: Actor, day: date) -> None:
        if parse_day(day.isoformat()) is not None:  # not beyond what a clinic plans
            self._day = day.isoformat()
        await self._load(actor)

    async def _load(self, actor: Actor, *, fresh: bool = False) -> None:
        if not self._day:
            self._day = _today(actor).isoformat()
        self._show(actor, await _rows(actor, self._wanted(), fresh=fresh))

    async def _look_again(self, actor: Actor) -> None:
        await self._load(actor, fresh=True)

    def _wanted(self) -> Wanted:
        day = date.fromisoformat(self._day)
        if self._view == "month":
            return Wanted("month", *days_of_month(day), tuple(sorted(self._hidden)))
        if self._view == "week":
            return Wanted("week", monday_of(day), 7)
        return Wanted(self._view, day, DAYS if self._view == "agenda" else 1)

    def _show(self, actor: Actor, rows: CalendarSheet | Month | None) -> None:
        self.failed = rows is None
        if rows is None:
            return
        moment = now()
        wall = to_wall(moment, actor.time_zone)
        day, today = date.fromisoformat(self._day), wall.date()
        self.now = now_words(moment, actor.time_zone)
        self._today = today.isoformat()
        self._put(
            view=self._view,
            day=self._day,
            title=view_title(self._view, day, today),
            short_title=f"{day:%b} {day.year}" if self._view == "month" else short_day(day),
            week=week_days(day, today),
            changes=changes_of(
                [today, *(monday_of(day) + timedelta(days=n) for n in range(7))], actor.time_zone
            ),
        )
        if isinstance(rows, CalendarSheet):
            self._show_sheet(rows, day, today)
        else:
            self._show_month(rows, day, today)
        self.loaded = True

    def _show_sheet(self, sheet: CalendarSheet, day: date, today: date) -> None:
        hidden = set(self._hidden)
        # Rooms and devices are columns of a day; other views are of practitioners.
        by = self.columns_by if self._view == "day" else "practitioner"
        choices = shown_choices(sheet.columns("practitioner"), hidden)
        words = filter_words(choices, by)
        once = self._view != "day"
        shown = shown_rows(sheet, by=by, colour_by=self.colour_by, hidden=hidden, once=once)
        listed: list[AgendaDay] = []
        if self._view == "week":  # for a phone, which has no room for the columns
            listed = agenda_days(shown["visits"], shown["names"], monday_of(day), today, 7)
        if self._view == "agenda":  # as a list alone
            listed = agenda_days(shown["visits"], shown["names"], day, today)
            shown |= {"visits": [], "shades": []}
        self._put(**shown, agenda=listed, month=[], choices=choices, filter_words=words)

    def _show_month(self, month: Month, day: date, today: date) -> None:
        choices = [replace(one, shown=one.id not in self._hidden) for one in self.choices]
        total = sum(one.count for one in month if one.day.month == day.month)
        self._put(
            month=month_days(month, day, today),
            agenda=[],
            visits=[],
            shades=[],
            count=count_words(total),
            choices=choices,
            filter_words=filter_words(choices),
        )

    def _put(self, **values: Any) -> None:  # noqa: ANN401  # vars of every type
        """Assign what differs: what is assigned is sent to the browser."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)


def _today(actor: Actor) -> date:
    return to_wall(now(), actor.time_zone).date()


async def _rows(
    actor: Actor, wanted: Wanted, *, fresh: bool = False
) -> CalendarSheet | Month | None:
    if wanted.view == "month":
        span = (wanted.first_day, wanted.days)
        return await load_shown_month(actor, *span, wanted.without, fresh=fresh)
    return await load_sheet(actor, wanted.first_day, wanted.days, fresh=fresh)
