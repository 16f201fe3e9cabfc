"""When one practitioner is away."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform, rehearse
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import TimeOffId, parse_id
from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.hours.cancel_time_off import cancel_time_off
from clinic_app.scheduling.rows import TimeOffRow
from clinic_app.scheduling.set_up.get_practitioner import get_practitioner
from clinic_app.web.scheduling.set_up.forms import Form, typed
from clinic_app.web.scheduling.set_up.practitioner_part import PractitionerPart
from clinic_app.web.scheduling.set_up.setup_rows import day_words, moment_words
from clinic_app.web.scheduling.to_move.hit_asking import HitAsking
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say


@dataclass(frozen=True, slots=True)
class TimeOffLine:
    """A span away, in words."""

    id: str
    when: str
    reason: str


class TimeOffState(PractitionerPart, HitAsking, rx.State):
    """The part "Time off" of a practitioner's sheet."""

    lines: rx.Field[list[TimeOffLine]] = rx.field(default_factory=list[TimeOffLine])
    whole_days: rx.Field[bool] = rx.field(True)
    today: rx.Field[str] = rx.field("")
    form_key: rx.Field[int] = rx.field(0)  # a new one empties the form
    _wanted: dict[str, Any] = {}  # noqa: RUF012  # Reflex copies it for each tab

    async def _show(self, actor: Actor) -> None:
        """Show what is to come, and an empty form."""
        await self._list(actor)
        self.today = to_wall(now(), actor.time_zone).date().isoformat()
        self.whole_days, self.errors, self.asking = True, {}, False
        self.form_key += 1

    async def _list(self, actor: Actor) -> None:
        """Show what is to come; what is being typed stays."""
        details = await look(actor, get_practitioner, practitioner_id=self._whose())
        self.lines = [_line(row) for row in details.time_off]

    @rx.event
    @door(Permission.TIME_OFF_WRITE)
    async def by_the_hour(self, actor: Actor, whole_days: bool) -> Answer:
        """Ask for whole days, or for times as well."""
        del actor
        self.whole_days = whole_days

    @rx.event
    @door(Permission.TIME_OFF_WRITE)
    async def add(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Add a span away; when visits are booked within it, name them and ask first."""
        self.errors = {}
        starts, ends = _span(form, whole_days=self.whole_days)
        self._wanted = {
            "practitioner_id": self._whose(),
            "starts": starts,
            "ends": ends,
            "reason": typed(form, "reason"),
        }
        if self._ask((await rehearse(actor, add_time_off, **self._wanted)).hit):
            return None
        await perform(actor, add_time_off, **self._wanted)
        await self._show(actor)
        return say("Time off added.")

    @rx.event
    @door(Permission.TIME_OFF_WRITE)
    async def go_on(self, actor: Actor) -> Answer:
        """Add it all the same, and help to move the visits."""
        self._answered()
        await perform(actor, add_time_off, **self._wanted)
        return [say("Time off added."), rx.redirect("/visits-to-move")]

    @rx.event
    @door(Permission.TIME_OFF_WRITE)
    async def cancel(self, actor: Actor, time_off_id: str) -> Answer:
        """Take a span away back."""
        chosen = parse_id(TimeOffId, time_off_id, what="That time off")
        await perform(actor, cancel_time_off, time_off_id=chosen)
        await self._list(actor)
        return say("Time off taken back.")


def _line(row: TimeOffRow) -> TimeOffLine:
    if not row.whole_days:
        return TimeOffLine(row.id, f"{moment_words(row.starts)} – {_until(row)}", row.reason)
    last = datetime.fromisoformat(row.ends) - timedelta(days=1)
    first, last_words = day_words(row.starts), day_words(last.isoformat())
    when = first if first == last_words else f"{first} – {last_words}"
    return TimeOffLine(row.id, when, row.reason)


def _until(row: TimeOffRow) -> str:
    starts, ends = datetime.fromisoformat(row.starts), datetime.fromisoformat(row.ends)
    return clock(ends) if starts.date() == ends.date() else moment_words(row.ends)


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
