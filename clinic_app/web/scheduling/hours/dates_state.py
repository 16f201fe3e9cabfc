"""The dates of one practitioner that are unlike their week."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform, rehearse
from clinic_app.kit.errors import Invalid, NotFound
from clinic_app.scheduling.hours.date_rows import DateHoursRow
from clinic_app.scheduling.hours.date_rules import CLOSED, EXTRA, INSTEAD
from clinic_app.scheduling.hours.dates_ahead import MOST_DATES, today_of
from clinic_app.scheduling.hours.hours_rules import BREAK, WORK
from clinic_app.scheduling.hours.list_date_hours import list_date_hours
from clinic_app.scheduling.hours.remove_date_hours import remove_date_hours
from clinic_app.scheduling.hours.set_date_hours import set_date_hours
from clinic_app.scheduling.hours.week_rules import read_time
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.wall_words import day_and_year
from clinic_app.web.scheduling.set_up.forms import Form, typed
from clinic_app.web.scheduling.set_up.practitioner_part import PractitionerPart
from clinic_app.web.scheduling.to_move.hit_asking import HitAsking
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say, warn

_WORDS = {CLOSED: "Closed", INSTEAD: "Other hours", EXTRA: "Extra hours"}
_MOST_SPANS = 12


@dataclass(frozen=True, slots=True)
class DateLine:
    """An exception, in words."""

    day: str
    when: str  # “Sat 5 Dec 2026”
    what: str  # “Extra hours 09:00–12:00 · Flu shots”


@dataclass(frozen=True, slots=True)
class DateChip:
    """A date that was chosen in the form."""

    day: str
    words: str


@dataclass(frozen=True, slots=True)
class HoursDraft:
    """A span of the form; `id` stays its own while others come and go."""

    id: str
    kind: str


class DatesState(PractitionerPart, HitAsking, rx.State):
    """The part "Exceptions" of a practitioner's sheet."""

    lines: rx.Field[list[DateLine]] = rx.field(default_factory=list[DateLine])
    days: rx.Field[list[DateChip]] = rx.field(default_factory=list[DateChip])
    rule: rx.Field[str] = rx.field(CLOSED)
    spans: rx.Field[list[HoursDraft]] = rx.field(default_factory=list[HoursDraft])
    today: rx.Field[str] = rx.field("")
    form_key: rx.Field[int] = rx.field(0)  # a new one empties the form
    _wanted: dict[str, Any] = {}  # noqa: RUF012  # Reflex copies it for each tab
    _serial: int = 0

    async def _show(self, actor: Actor) -> None:
        """Show what is to come, and an empty form."""
        await self._list(actor)
        self.today = today_of(actor).isoformat()
        self.days, self.rule, self.errors, self.asking = [], CLOSED, {}, False
        self.spans = [self._span(WORK)]
        self.form_key += 1

    async def _list(self, actor: Actor) -> None:
        """Show what is to come; what is being typed stays."""
        rows = await look(actor, list_date_hours, practitioner_id=self._whose())
        self.lines = [_line(row) for row in rows]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def choose_rule(self, actor: Actor, rule: str) -> Answer:
        """Close the dates, give them other hours, or extra ones."""
        del actor
        if rule not in _WORDS:
            raise NotFound
        self.rule, self.errors = rule, {}

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add_days(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Add a date to the chosen ones, or all dates from one to another."""
        del actor
        self.errors = {}
        first = _date(form, "first")
        last = _date(form, "last") if typed(form, "last") else first
        if not first <= last < first + timedelta(days=MOST_DATES):
            said = f"The last date comes after the first, at most {MOST_DATES} days on."
            raise Invalid(said, field="last")
        run = {first + timedelta(days=n) for n in range((last - first).days + 1)}
        chosen = sorted({date.fromisoformat(chip.day) for chip in self.days} | run)
        if len(chosen) > MOST_DATES:
            raise Invalid(f"Please choose at most {MOST_DATES} dates at once.", field="first")
        self.days = [DateChip(day.isoformat(), _day(day)) for day in chosen]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def drop_day(self, actor: Actor, day: str) -> Answer:
        """Choose a date no more."""
        del actor
        self.days = [chip for chip in self.days if chip.day != day]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add_span(self, actor: Actor, kind: str) -> Answer:
        """Ask for one more span of work, or for a break."""
        del actor
        if kind not in {WORK, BREAK} or len(self.spans) >= 2 * _MOST_SPANS:
            raise NotFound
        self.spans = [*self.spans, self._span(kind)]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def drop_span(self, actor: Actor, span_id: str) -> Answer:
        """Ask for one span less; one stays."""
        del actor
        left = [span for span in self.spans if span.id != span_id]
        self.spans = left if any(span.kind == WORK for span in left) else self.spans

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save for all chosen dates; when visits are hit, name them and ask first."""
        self.errors = {}
        self._wanted = {
            "practitioner_id": self._whose(),
            "days": [date.fromisoformat(chip.day) for chip in self.days],
            "rule": self.rule,
            "spans": [] if self.rule == CLOSED else self._typed_spans(form),
            "note": typed(form, "note"),
        }
        if self._ask(await rehearse(actor, set_date_hours, **self._wanted)):
            return None
        await perform(actor, set_date_hours, **self._wanted)
        await self._show(actor)
        return say("Saved.")

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def go_on(self, actor: Actor) -> Answer:
        """Save all the same, and help to move the visits."""
        self._answered()
        await perform(actor, set_date_hours, **self._wanted)
        return [say("Saved."), rx.redirect("/visits-to-move")]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def remove(self, actor: Actor, day: str) -> Answer:
        """Let the week rule a date again."""
        chosen = _date({"day": day}, "day")
        whose = self._whose()
        hit = await perform(actor, remove_date_hours, practitioner_id=whose, days=[chosen])
        await self._list(actor)
        return warn("Taken back. See “Visits to move”.") if hit else say("Taken back.")

    def _span(self, kind: str) -> HoursDraft:
        self._serial += 1
        return HoursDraft(f"date-span-{self._serial}", kind)

    def _typed_spans(self, form: Form) -> list[DaySpan]:
        return [_read(form, span) for span in self.spans]


def _read(form: Form, span: HoursDraft) -> DaySpan:
    try:
        starts, ends = (read_time(typed(form, f"{end}-{span.id}"), 0) for end in ("from", "to"))
    except Invalid:
        raise Invalid("Please write each time as 09:30.", field="hours") from None
    return DaySpan(0, span.kind, starts, ends)


def _date(form: Form, name: str) -> date:
    try:
        return date.fromisoformat(typed(form, name))
    except ValueError:
        raise Invalid("Please choose a date.", field=name) from None


def _day(day: date) -> str:
    return f"{day:%a} {day_and_year(day)}"


def _line(row: DateHoursRow) -> DateLine:
    what = f"{_WORDS[row.rule]} {row.hours}".strip()
    note = f" · {row.note}" if row.note else ""
    return DateLine(row.day, _day(date.fromisoformat(row.day)), what + note)
