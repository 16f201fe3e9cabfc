"""Repeating a visit: the rule, its dates with their clashes, and what shall become of each."""

from datetime import date
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PatientId, PractitionerId, RoomId, ServiceId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import SeriesClash
from clinic_app.scheduling.series.book_series import book_series
from clinic_app.scheduling.series.preview_series import preview_series
from clinic_app.scheduling.wall_words import clock, long_day
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.booking.booking_words import parse_start
from clinic_app.web.scheduling.booking.helper_rows import HelperRow, who_assists
from clinic_app.web.scheduling.series.rule_state import WRITE
from clinic_app.web.scheduling.series.series_dates_state import SeriesDatesState
from clinic_app.web.scheduling.series.series_words import (
    DateLine,
    book_words,
    date_lines,
    picks_of,
)
from clinic_app.web.scheduling.set_up.forms import id_or_none
from clinic_app.web.scheduling.visit.undo_state import offer_unbooking_series
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say


class SeriesState(SeriesDatesState, rx.State):
    """The dialog “Repeat this visit”, over the booking dialog that it continues."""

    first: rx.Field[str] = rx.field("")  # Tuesday 9 March 2027, 10:00
    assisting: rx.Field[list[HelperRow]] = rx.field(default_factory=list[HelperRow])
    note: rx.Field[str] = rx.field("")
    lines: rx.Field[list[DateLine]] = rx.field(default_factory=list[DateLine])

    _asked: tuple[str, str, str] = ("", "", "")  # patient, service, practitioner
    _start: str = ""
    _room_id: str = ""

    @rx.event
    @door(WRITE)
    async def open(
        self, actor: Actor, patient_id: str, service_id: str, practitioner_id: str, start: str
    ) -> Answer:
        """Go on from a booking that has its patient, service and first time."""
        begin = parse_start(start)
        if begin is None:
            raise Invalid("Please choose the first time.", field="start")
        note = self.note
        self.reset()
        self.note, self.opened = note, now().isoformat()
        self._asked, self._start = (patient_id, service_id, practitioner_id), start
        booking = await self.get_state(BookingState)
        self.assisting, self._room_id = [*booking.assisting], booking.room_id
        wall = to_wall(begin, actor.time_zone)
        self.first = f"{long_day(wall)}, {clock(wall)}"
        self.weekdays = [wall.weekday()]
        self._offer_rules(wall.date())
        self.until = date.fromordinal(wall.date().toordinal() + 70).isoformat()
        await self._preview(actor)
        self.shown = True

    @rx.event
    @door(WRITE)
    async def keep_note(self, actor: Actor, note: str) -> Answer:
        """Take along what was typed for the desk."""
        del actor
        self.note = note[:1000]

    @rx.event
    @door(WRITE)
    async def book(self, actor: Actor) -> Answer:
        """Book what the list shows, all of it or nothing, and close both dialogs."""
        self.saving = False
        if not self.shown:
            return None  # the second of two quick presses
        picks = picks_of(self.lines)
        try:
            booked = await perform(
                actor, book_series, picks=picks, note=self.note, **self._what(actor)
            )
        except SeriesClash as refusal:
            await self._preview(actor, again=True)
            self.errors = {"repeat": refusal.message}
            return None
        self.shown, self.note = False, ""
        many = "1 visit" if booked.visits == 1 else f"{booked.visits} visits"
        undo = await offer_unbooking_series(self, actor, booked.versions)
        return [BookingState.show(False), say(f"Booked {many}, {self.words}.", offer=undo)]

    def _closed(self) -> Answer:
        return BookingState.hold_again

    async def _look(self, actor: Actor) -> None:
        shown = await look(actor, preview_series, **self._what(actor))
        self.words = shown.words
        self.lines = date_lines(shown.dates, self._decided, actor.time_zone)
        self.deed = book_words(self.lines)

    def _what(self, actor: Actor) -> dict[str, Any]:
        """Return what the verbs of a series need to know. Raises Invalid for a half-typed rule."""
        patient_id, service_id, practitioner_id = self._asked
        begin = parse_start(self._start) or now()
        return {
            "patient_id": parse_id(PatientId, patient_id, what="The patient"),
            "service_id": parse_id(ServiceId, service_id, what="The service"),
            "practitioner_id": id_or_none(PractitionerId, practitioner_id),
            "room_id": id_or_none(RoomId, self._room_id),
            "assistants": who_assists(self.assisting),
            "start": to_wall(begin, actor.time_zone),
            "repeat": self._repeat(to_wall(begin, actor.time_zone).date()),
        }
