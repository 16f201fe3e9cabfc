"""When one practitioner is away."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform, rehearse
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid, NotFound
from clinic_app.kit.ids import PractitionerId, TimeOffId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.add_time_off import add_time_off
from clinic_app.scheduling.cancel_time_off import cancel_time_off
from clinic_app.scheduling.get_practitioner import get_practitioner
from clinic_app.scheduling.rows import TimeOffRow
from clinic_app.web.scheduling.forms import Form, typed
from clinic_app.web.scheduling.hit_rows import HitLine, hit_lines, hit_words
from clinic_app.web.scheduling.setup_rows import day_words, moment_words
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say


@dataclass(frozen=True, slots=True)
class TimeOffLine:
    """A span away, in words."""

    id: str
    when: str
    reason: str


class TimeOffState(rx.State):
    """The part "Time off" of a practitioner's sheet."""

    practitioner_id: rx.Field[str] = rx.field("")
    lines: rx.Field[list[TimeOffLine]] = rx.field(default_factory=list[TimeOffLine])
    whole_days: rx.Field[bool] = rx.field(True)
    today: rx.Field[str] = rx.field("")
    form_key: rx.Field[int] = rx.field(0)  # a new one empties the form
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    asking: rx.Field[bool] = rx.field(False)  # whether to go on, although visits are booked then
    hit: rx.Field[list[HitLine]] = rx.field(default_factory=list[HitLine])
    hit_words: rx.Field[str] = rx.field("")
    _wanted: dict[str, Any] = {}  # noqa: RUF012  # Reflex copies it for each tab

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def load(self, actor: Actor, practitioner_id: str) -> Answer:
        """Show what is to come."""
        chosen = parse_id(PractitionerId, practitioner_id, what="That practitioner")
        details = await look(actor, get_practitioner, practitioner_id=chosen)
        self.practitioner_id = practitioner_id
        self.lines = [_line(row) for row in details.time_off]
        self.today = to_wall(now(), actor.time_zone).date().isoformat()
        self.whole_days, self.errors, self.asking = True, {}, False
        self.form_key += 1

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def by_the_hour(self, actor: Actor, whole_days: bool) -> Answer:
        """Ask for whole days, or for times as well."""
        del actor
        self.whole_days = whole_days

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def add(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Add a span away; when visits are booked within it, name them and ask first."""
        self.errors = {}
        starts, ends = _span(form, whole_days=self.whole_days)
        self._wanted = {
            "practitioner_id": parse_id(PractitionerId, self.practitioner_id),
            "starts": starts,
            "ends": ends,
            "reason": typed(form, "reason"),
        }
        hit = (await rehearse(actor, add_time_off, **self._wanted)).hit
        self.hit, self.hit_words = hit_lines(hit), hit_words(len(hit))
        self.asking = bool(hit)
        if self.asking:
            return None
        await perform(actor, add_time_off, **self._wanted)
        return [say("Time off added."), TimeOffState.load(self.practitioner_id)]

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def go_on(self, actor: Actor) -> Answer:
        """Add it all the same, and help to move the visits."""
        if not self.asking:
            raise NotFound
        self.asking = False
        await perform(actor, add_time_off, **self._wanted)
        return [say("Time off added."), rx.redirect("/visits-to-move")]

    @rx.event
    @open_door
    async def show_question(self, shown: bool) -> Answer:
        """Close the question; only `add` asks it."""
        self.asking = shown and self.asking

    @rx.event
    @door(Permission.SCHEDULE_WRITE)
    async def cancel(self, actor: Actor, time_off_id: str) -> Answer:
        """Take a span away back."""
        chosen = parse_id(TimeOffId, time_off_id, what="That time off")
        await perform(actor, cancel_time_off, time_off_id=chosen)
        return [say("Time off taken back."), TimeOffState.load(self.practitioner_id)]


def _line(row: TimeOffRow) -> TimeOffLine:
    if not row.whole_days:
        return TimeOffLine(row.id, f"{moment_words(row.starts)} – {_until(row)}", row.reason)
    last = datetime.fromisoformat(row.ends) - timedelta(days=1)
    first, last_words = day_words(row.starts), day_words(last.isoformat())
    when = first if first == last_words else f"{first} – {last_words}"
    return TimeOffLine(row.id, when, row.reason)


def _until(row: TimeOffRow) -> str:
    starts, ends = datetime.fromisoformat(row.starts), datetime.fromisoformat(row.ends)
    return f"{ends:%H:%M}" if starts.date() == ends.date() else moment_words(row.ends)


def _span(form: Form, *, whole_days: bool) -> tuple[datetime, datetime]:
    """Return naive wall times; whole days end with their last day."""
    first = _moment(form, "starts", time() if whole_days else None)
    last = _moment(form, "ends", time() if whole_days else None)
    if last < first:
        raise Invalid("The end is before the start.", field="ends")
    return first, last + timedelta(days=1) if whole_days else last


def _moment(form: Form, name: str, clock: time | None) -> datetime:
    try:
        day = datetime.fromisoformat(typed(form, name)).date()
    except ValueError:
        raise Invalid("Please choose a date.", field=name) from None
    try:
        return datetime.combine(day, clock or time.fromisoformat(typed(form, f"{name}_time")))
    except ValueError:
        raise Invalid("Please give a time.", field=name) from None
