"""The working hours of one practitioner, as a week that is being set."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform, rehearse
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid, NotFound
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.hours.hours_rules import BREAK, WORK
from clinic_app.scheduling.hours.remove_hours_change import remove_hours_change
from clinic_app.scheduling.hours.set_working_hours import set_working_hours
from clinic_app.scheduling.hours.week_rules import WEEKDAYS, read_time
from clinic_app.scheduling.rows import DaySpan, SpanRow, WeekRow
from clinic_app.scheduling.set_up.get_practitioner import get_practitioner
from clinic_app.web.scheduling.set_up.forms import typed
from clinic_app.web.scheduling.set_up.practitioner_part import PractitionerPart
from clinic_app.web.scheduling.set_up.setup_rows import day_words
from clinic_app.web.scheduling.to_move.hit_asking import HitAsking
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say

_MOST_SPANS = 12  # as the rule has it, so that nobody fills the page
WORKING_DAYS = range(5)


@dataclass(frozen=True, slots=True)
class SpanDraft:
    """A span on the page. `id` stays its own while it is edited, and is new for a copy."""

    id: str
    kind: str
    starts: str
    ends: str
    label: str  # for screen readers: “Monday, break”


@dataclass(frozen=True, slots=True)
class DayDraft:
    """A day on the page."""

    weekday: int
    name: str
    spans: list[SpanDraft]
    works: bool


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One of the weeks that are set: this one, and those to come."""

    valid_from: str
    words: str
    summary: str
    in_future: bool
    chosen: bool


class HoursState(PractitionerPart, HitAsking, rx.State):
    """The part "Working hours" of a practitioner's sheet."""

    weeks: rx.Field[list[WeekLine]] = rx.field(default_factory=list[WeekLine])
    days: rx.Field[list[DayDraft]] = rx.field(default_factory=list[DayDraft])
    valid_from: rx.Field[str] = rx.field("")
    drawn: rx.Field[int] = rx.field(0)
    changed: rx.Field[bool] = rx.field(False)
    _known: list[WeekRow] = []  # noqa: RUF012  # Reflex copies it for each tab
    _serial: int = 0
    _wanted: dict[str, Any] = {}  # noqa: RUF012  # as above

    async def _show(self, actor: Actor) -> None:
        """Show the week that rules today, to be changed from today on."""
        details = await look(actor, get_practitioner, practitioner_id=self._whose())
        self._known = list(details.weeks)
        ruling = next((week for week in self._known if week.rules_today), None)
        today = to_wall(now(), actor.time_zone).date().isoformat()
        self._draw(ruling.spans if ruling else (), today)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def choose(self, actor: Actor, valid_from: str) -> Answer:
        """Show one of the weeks that are set, to be changed from its own date."""
        if not self._pick(actor, valid_from):
            raise NotFound("That week")

    def _pick(self, actor: Actor, valid_from: str) -> bool:
        week = next((week for week in self._known if week.valid_from == valid_from), None)
        if week is not None:
            today = to_wall(now(), actor.time_zone).date().isoformat()
            self._draw(week.spans, week.valid_from if week.in_future else today)
        return week is not None

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add_span(self, actor: Actor, weekday: int, kind: str) -> Answer:
        """Add hours or a break to a day, where one would expect them."""
        del actor
        day = self._day(weekday)
        if kind not in {WORK, BREAK} or len(day.spans) >= 2 * _MOST_SPANS:
            raise NotFound
        starts, ends = _next_span(day, kind)
        self._put(day, [*day.spans, self._span(weekday, kind, starts, ends)])

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def remove_span(self, actor: Actor, weekday: int, span_id: str) -> Answer:
        """Take hours or a break off a day; without hours its breaks go as well."""
        del actor
        day = self._day(weekday)
        left = [span for span in day.spans if span.id != span_id]
        self._put(day, left if any(span.kind == WORK for span in left) else [])

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def set_time(
        self, actor: Actor, weekday: int, span_id: str, end: bool, text: str
    ) -> Answer:
        """Keep what was typed as the start or the end of a span; checked when saving."""
        del actor
        day = self._day(weekday)
        spans = [_retimed(span, end, text) if span.id == span_id else span for span in day.spans]
        if spans != day.spans:
            self._put(day, spans)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def copy_day(self, actor: Actor, weekday: int) -> Answer:
        """Let Monday to Friday be as this day is."""
        del actor
        pattern = self._day(weekday).spans
        for other in WORKING_DAYS:
            if other != weekday:
                copies = [self._span(other, s.kind, s.starts, s.ends) for s in pattern]
                self._put(self._day(other), copies)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save the whole week from the chosen date on."""
        self.errors = {}
        valid_from = _date(typed(form, "valid_from"))
        spans = [
            DaySpan(
                day.weekday,
                span.kind,
                read_time(typed(form, f"starts-{span.id}"), day.weekday),
                read_time(typed(form, f"ends-{span.id}"), day.weekday),
            )
            for day in self.days
            for span in day.spans
        ]
        self._wanted = {
            "practitioner_id": self._whose(),
            "valid_from": valid_from,
            "spans": spans,
        }
        hit = await rehearse(actor, set_working_hours, **self._wanted)
        return None if self._ask(hit) else await self._save(actor)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def go_on(self, actor: Actor) -> Answer:
        """Save although visits are booked outside these hours, and help to move them."""
        self._answered()
        return [await self._save(actor), rx.redirect("/visits-to-move")]

    async def _save(self, actor: Actor) -> Answer:
        await perform(actor, set_working_hours, **self._wanted)
        valid_from = self._wanted["valid_from"]
        begun = valid_from <= to_wall(now(), actor.time_zone).date()
        told = "Saved." if begun else f"Saved. They begin on {day_words(valid_from.isoformat())}."
        await self._show(actor)
        self._pick(actor, valid_from.isoformat())
        return say(told)

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def remove_change(self, actor: Actor, valid_from: str) -> Answer:
        """Take back a change that has not begun."""
        day = _date(valid_from)
        await perform(actor, remove_hours_change, practitioner_id=self._whose(), valid_from=day)
        if self.changed:  # what is being set stays
            self.weeks = [week for week in self.weeks if week.valid_from != valid_from]
            self._known = [week for week in self._known if week.valid_from != valid_from]
        else:
            await self._show(actor)
        return say("Taken back.")

    def _draw(self, spans: tuple[SpanRow, ...], valid_from: str) -> None:
        self.errors, self.changed, self.asking, self.valid_from = {}, False, False, valid_from
        self.drawn += 1  # a date that was typed goes with the week it was typed for
        self.weeks = [
            WeekLine(
                week.valid_from,
                f"{'From' if week.in_future else 'Since'} {day_words(week.valid_from)}",
                week.summary,
                week.in_future,
                week.spans == spans,
            )
            for week in self._known
        ]
        self.days = [
            _drafted(
                weekday,
                [
                    self._span(weekday, span.kind, span.starts, span.ends)
                    for span in spans
                    if span.weekday == weekday
                ],
            )
            for weekday in range(7)
        ]

    def _span(self, weekday: int, kind: str, starts: str, ends: str) -> SpanDraft:
        self._serial += 1
        label = f"{WEEKDAYS[weekday]}, {'hours' if kind == WORK else 'break'}"
        return SpanDraft(f"span-{self._serial}", kind, starts, ends, label)

    def _day(self, weekday: int) -> DayDraft:
        day = next((day for day in self.days if day.weekday == weekday), None)
        if day is None:
            raise NotFound("That day")
        return day

    def _put(self, day: DayDraft, spans: list[SpanDraft]) -> None:
        self.changed = True
        self.errors = {}
        drafted = _drafted(day.weekday, spans)
        self.days = [drafted if one.weekday == day.weekday else one for one in self.days]


def _drafted(weekday: int, spans: list[SpanDraft]) -> DayDraft:
    works = any(span.kind == WORK for span in spans)
    return DayDraft(weekday, WEEKDAYS[weekday], spans, works)


def _retimed(span: SpanDraft, end: bool, text: str) -> SpanDraft:
    """Return the span with what was typed, as “09:30” where it can be read."""
    try:
        clean = f"{read_time(text, 0):%H:%M}"
    except Invalid:
        clean = text[:5]
    return replace(span, ends=clean) if end else replace(span, starts=clean)


def _next_span(day: DayDraft, kind: str) -> tuple[str, str]:
    """Return a likely span: the morning, then after what there is; a break at noon."""
    if kind == BREAK:
        return "12:00", "12:30"
    last = max((span.ends for span in day.spans), default="")
    if not last:
        return "09:00", "17:00"
    hour = min(int(last[:2]) + 1, 22) if last[:2].isdecimal() else 13
    return f"{hour:02}:00", f"{min(hour + 4, 23):02}:00"


def _date(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Invalid("Please choose a date.", field="valid_from") from None
