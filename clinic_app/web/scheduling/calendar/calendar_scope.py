"""A drop of a visit that belongs to a series: is it about this one, those after it, or all?"""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.coming.nearest_coming import nearest_coming
from clinic_app.scheduling.errors import SeriesBlocked
from clinic_app.scheduling.series.get_series_place import get_series_place
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import NO_SERIES, Scope, SeriesPlace
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.visit.get_place import Place
from clinic_app.scheduling.wall_words import clock, short_day
from clinic_app.web.scheduling.booking.booking_words import SlotChoice, nearest_choices, parse_start
from clinic_app.web.scheduling.calendar.calendar_moves import CalendarMoves
from clinic_app.web.scheduling.series.series_scope_part import blocked_words, how_far, scope_of
from clinic_app.web.scheduling.visit.moved_words import series_moved_words
from clinic_app.web.scheduling.visit.undo_state import move_visit, offer_putting_back
from clinic_app.web.scheduling.visit.undo_steps import Step
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say


@dataclass(frozen=True, slots=True)
class Dropped:
    """A drop that waits for its answer: what a series would get of it, and its serial."""

    step: Step
    all_get: dict[str, Any]  # the keywords of `move_series`: what changes, and no more
    serial: int


class CalendarScope(CalendarMoves, mixin=True):
    """The question, and what is done upon its answer. The visit is drawn where it was dropped."""

    scope_asked: rx.Field[bool] = rx.field(False)
    scope_busy: rx.Field[bool] = rx.field(False)
    scope_series: rx.Field[SeriesPlace] = rx.field(default_factory=lambda: NO_SERIES)
    scope_words: rx.Field[str] = rx.field("")  # To Tue 2 Mar, 11:00
    scope_errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    scope_nearest: rx.Field[list[SlotChoice]] = rx.field(default_factory=list[SlotChoice])

    _dropped: Dropped | None = None

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def begin_scope(self, actor: Actor) -> Answer:
        """Keep the button from being pressed twice."""
        del actor
        self.scope_busy, self.scope_errors, self.scope_nearest = True, {}, []

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def show_scope(self, actor: Actor, shown: bool) -> Answer:
        """Put the visit back without moving anything (Escape does)."""
        dropped = self._dropped
        if not shown and dropped is not None:
            self._forget()
            await self._settle(actor, dropped.serial)

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def take_scope(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Move this one, this and those after it, or all that are to come."""
        return await self._take(actor, scope_of(form), how_far(form))

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def take_nearest(self, actor: Actor, start: str) -> Answer:
        """Move the whole coming to a time at which all of it fits."""
        chosen = parse_start(start)
        if chosen is None or not any(one.start == start for one in self.scope_nearest):
            return None
        return await self._take(actor, Scope.COMING, {"start": chosen, "room_id": None})

    async def _take(self, actor: Actor, scope: Scope, how: dict[str, Any]) -> Answer:
        self.scope_busy = False
        dropped = self._dropped
        if dropped is None:
            return None  # the second of two quick presses
        try:
            answer = await self._move_scope(actor, dropped, scope, dropped.all_get | how)
        except SeriesBlocked as refusal:
            self.scope_errors = blocked_words(actor, refusal)
            self.scope_nearest = await self._nearest(actor, dropped, scope)
            return None
        except ClinicError:
            self._forget()
            await self._settle(actor, dropped.serial)
            raise
        self._forget()
        await self._settle(actor, dropped.serial)
        return answer

    async def _move_scope(
        self, actor: Actor, dropped: Dropped, scope: Scope, asked: dict[str, Any]
    ) -> Answer:
        step = dropped.step
        if scope == Scope.ONE:
            return await move_visit(self, actor, step)
        moved = await perform(
            actor,
            move_series,
            appointment_id=step.appointment_id,
            version=step.version,
            scope=scope,
            **asked,
        )
        words = await series_moved_words(actor, step.appointment_id, scope, moved)
        return say(words, offer=await offer_putting_back(self, moved))

    async def _nearest(self, actor: Actor, dropped: Dropped, scope: Scope) -> list[SlotChoice]:
        """Return the times around the drop at which the whole coming fits."""
        start = start_instant(dropped.all_get["start"], actor.time_zone)
        if scope != Scope.COMING:
            return []
        slots = await look(
            actor,
            nearest_coming,
            appointment_id=dropped.step.appointment_id,
            start=start,
            practitioner_id=dropped.all_get.get("practitioner_id"),
        )
        return nearest_choices(slots, actor.time_zone, to_wall(start, actor.time_zone).date())

    def _forget(self) -> None:
        self._dropped = None
        self.scope_asked = self.scope_busy = False

    async def _ask_scope(self, actor: Actor, step: Step, stands: Place, serial: int) -> bool:
        """Ask where the visit has others in its series; tell whether that was so."""
        place = step.place
        changes = _changes(stands, place) if place else {}
        if place is None or changes == {"start": stands.start}:  # but for who assists in this one
            return False
        series = await look(actor, get_series_place, appointment_id=step.appointment_id)
        if not (series.others or series.services):
            return False
        self._dropped = Dropped(step, changes, serial)
        self.scope_series, self.scope_errors, self.scope_nearest = series, {}, []
        start = place.start
        wall = start if start.tzinfo is None else to_wall(start, actor.time_zone)
        length = f", {place.minutes} min" if place.minutes != stands.minutes else ""
        self.scope_words = f"To {short_day(wall)}, {clock(wall)}{length}"
        self.scope_asked = True
        return True


def _changes(stands: Place, place: Place) -> dict[str, Any]:
    """Return what a drop changes: the others keep what was not touched."""
    changes: dict[str, Any] = {"start": place.start}
    if place.minutes != stands.minutes:
        changes["minutes"] = place.minutes
    if place.practitioner_id != stands.practitioner_id:
        changes["practitioner_id"] = place.practitioner_id
    if place.room_id not in {None, stands.room_id}:
        changes["room_id"] = place.room_id
    return changes
