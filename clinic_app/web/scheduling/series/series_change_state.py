"""“Change the series”: another rule, time, practitioner, room or length, and what it means."""

from datetime import date, datetime, time
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import ChangedMeanwhile, Invalid
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId, parse_id
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.desk.list_room_choices import list_room_choices
from clinic_app.scheduling.errors import IllegalMove, SeriesClash
from clinic_app.scheduling.series.change_series import change_series
from clinic_app.scheduling.series.get_series_form import SeriesForm, get_series_form
from clinic_app.scheduling.series.get_series_place import get_series_place
from clinic_app.scheduling.series.preview_series_change import preview_series_change
from clinic_app.scheduling.series.series_plan import Wanted
from clinic_app.scheduling.series.series_rows import NO_SERIES, Scope, SeriesPlace
from clinic_app.web.scheduling.series.rule_state import WRITE
from clinic_app.web.scheduling.series.series_change_words import (
    ChangeRow,
    change_rows,
    deed_words,
    done_words,
)
from clinic_app.web.scheduling.series.series_dates_state import SeriesDatesState
from clinic_app.web.scheduling.series.series_words import picks_of
from clinic_app.web.scheduling.set_up.forms import id_or_none
from clinic_app.web.scheduling.visit.undo_state import offer_old_rule
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.ui.choice_field import ChoiceRow


class SeriesChangeState(SeriesDatesState, rx.State):
    """The dialog, over the sheet of one of the series' visits."""

    series: rx.Field[SeriesPlace] = rx.field(default_factory=lambda: NO_SERIES)
    scope: rx.Field[str] = rx.field("following")
    day: rx.Field[str] = rx.field("")
    time: rx.Field[str] = rx.field("")
    practitioners: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    practitioner_id: rx.Field[str] = rx.field("")  # "": as each has it
    rooms: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    room_id: rx.Field[str] = rx.field("")
    minutes: rx.Field[str] = rx.field("")
    lines: rx.Field[list[ChangeRow]] = rx.field(default_factory=list[ChangeRow])

    _visit_id: str = ""
    _seen: str = ""

    @rx.event
    @door(WRITE)
    async def open(self, actor: Actor, visit_id: str) -> Answer:
        """Begin from one of its visits: from it on, or all where it is over."""
        visit = parse_id(AppointmentId, visit_id, what="The visit")
        self.reset()
        self._visit_id = visit_id
        try:
            form = await look(actor, get_series_form, appointment_id=visit, scope=Scope.FOLLOWING)
        except IllegalMove:
            form = await look(actor, get_series_form, appointment_id=visit, scope=Scope.ALL)
            self.scope = "all"
        self.series = await look(actor, get_series_place, appointment_id=visit)
        choices = await look(actor, load_booking_choices)
        givers = {
            who
            for one in choices.services
            if one.id == form.service_id
            for who in one.practitioner_ids
        }
        self.practitioners = [
            ChoiceRow(one.id, one.name) for one in choices.practitioners if one.id in givers
        ]
        rooms = await look(actor, list_room_choices, appointment_id=visit)
        self.rooms = [ChoiceRow(one.id, one.name) for one in rooms]
        self._fill(form)
        await self._preview(actor)
        self.shown = True

    @rx.event
    @door(WRITE)
    async def pick(self, actor: Actor, name: str, value: str) -> Answer:
        """Choose what all of them get: the first day, a time, who, where, how long."""
        if name not in {"day", "time", "practitioner_id", "room_id", "minutes"}:
            return
        setattr(self, name, value)
        await self._preview(actor)

    @rx.event
    @door(WRITE)
    async def pick_scope(self, actor: Actor, scope: str) -> Answer:
        """Begin with this visit, or with the first that is to come."""
        if scope not in {Scope.FOLLOWING, Scope.ALL} or not self._visit_id:
            return
        visit = parse_id(AppointmentId, self._visit_id, what="The visit")
        self._fill(await look(actor, get_series_form, appointment_id=visit, scope=Scope(scope)))
        self.scope = scope
        await self._preview(actor)

    @rx.event
    @door(WRITE)
    async def save(self, actor: Actor) -> Answer:
        """Do what the list shows, all of it or nothing."""
        self.saving = False
        if not self.shown:
            return None  # the second of two quick presses
        picks = picks_of(self.lines)
        try:
            done = await perform(
                actor, change_series, picks=picks, seen=self._seen, **self._asked()
            )
        except (SeriesClash, ChangedMeanwhile) as refusal:
            await self._preview(actor, again=True)
            self.errors = {"repeat": refusal.message}
            return None
        self.shown = False
        return say(done_words(done), offer=await offer_old_rule(self, actor, done.undo))

    def _fill(self, form: SeriesForm) -> None:
        repeat = form.repeat
        self.opened = now().isoformat()
        self.day, self.time = form.start.date().isoformat(), f"{form.start:%H:%M}"
        week = f":{repeat.week}" if repeat.week else ""
        self.frequency, self.every = f"{repeat.frequency}{week}", str(repeat.every)
        self.weekdays = list(repeat.weekdays) or [form.start.weekday()]
        self.ends, self.count = "count" if form.last > form.start else "here", str(repeat.count)
        self.until = form.last.date().isoformat()
        self._offer_rules(form.start.date())

    async def _look(self, actor: Actor) -> None:
        self._seen = ""
        shown = await look(actor, preview_series_change, **self._asked())
        self._seen, self.words = shown.seen, shown.words
        self.lines = change_rows(shown.lines, self._decided, actor.time_zone)
        new = {one.number for one in shown.lines if one.deed == "add"}
        self.deed = deed_words(self.lines, new)

    def _asked(self) -> dict[str, Any]:
        """Return what the verbs of a change need to know. Raises Invalid beside the field."""
        start = self._start()
        self._offer_rules(start.date())
        return {
            "appointment_id": parse_id(AppointmentId, self._visit_id, what="The visit"),
            "scope": Scope(self.scope),
            "start": start,
            "repeat": self._repeat(start.date()),
            "wanted": Wanted(
                practitioner_id=id_or_none(PractitionerId, self.practitioner_id),
                room_id=id_or_none(RoomId, self.room_id),
                minutes=_minutes(self.minutes),
            ),
        }

    def _start(self) -> datetime:
        try:
            day = date.fromisoformat(self.day)
        except ValueError:
            raise Invalid("Please choose the first day.", field="day") from None
        try:
            return datetime.combine(day, time.fromisoformat(self.time))
        except ValueError:
            raise Invalid("Please give a time such as 09:00.", field="time") from None

    def _has(self, field: str) -> bool:
        return super()._has(field) or field in {"day", "time", "minutes"}


def _minutes(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.isascii() or not text.isdecimal() or not 5 <= int(text[:4]) <= 720:
        raise Invalid("A visit lasts 5 minutes to 12 hours.", field="minutes")
    return int(text)
