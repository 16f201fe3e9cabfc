"""The booking dialog's deeds: booking, moving, and losing the race."""

from datetime import datetime
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.database.transaction import perform
from clinic_app.kit.errors import ClinicError, Invalid
from clinic_app.kit.ids import PatientId, parse_id
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.errors import SeriesBlocked, SlotTaken
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.web.scheduling.booking.booking_words import parse_start
from clinic_app.web.scheduling.booking.patient_picker import PatientPicker
from clinic_app.web.scheduling.booking.slot_picker import WRITE
from clinic_app.web.scheduling.booking.walk_in_part import check_in_at_once
from clinic_app.web.scheduling.series.series_scope_part import blocked_words, how_far, scope_of
from clinic_app.web.scheduling.visit.coming_mover import ComingMover
from clinic_app.web.scheduling.visit.moved_words import series_moved_words, where_words
from clinic_app.web.scheduling.visit.undo_state import offer_putting_back, offer_unbooking
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, Offer, say


class BookingDeeds(PatientPicker, ComingMover, rx.State, mixin=True):
    """What the form's button does."""

    shown: rx.Field[bool] = rx.field(False)
    walk_in_on: rx.Field[str] = rx.field("")  # the day on which the patient stands at the desk

    _version: int = 0  # of the visit that is being moved

    @rx.event
    @door(WRITE)
    async def book(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Book (or move) and close; whoever was second is shown the nearest free times."""
        self.saving, self.lost = False, ""
        if not self.shown:
            return None  # the second of two quick presses
        start = self._complete()
        if self._lacking():
            return None
        try:
            done, offer = await (self._move if self.moving else self._book)(actor, start, form)
        except SeriesBlocked as refusal:
            self.errors = blocked_words(actor, refusal)
            return None
        except ClinicError as refusal:
            await self._refuse(actor, start, refusal)
            return None
        self.shown = False
        return say(done, offer=offer)

    async def _book(
        self, actor: Actor, start: datetime, form: dict[str, Any]
    ) -> tuple[str, Offer | None]:
        """Book it, or all of the coming; return the words, and the way back."""
        booked = await self._book_it(actor, start, form)
        self._hold, self.held_until, self._apart_held = "", "", {}  # taken over
        here = bool(form.get("here")) and self.walk_in_on == self.day
        if here:
            done = await check_in_at_once(actor, booked.appointment_id)
        else:
            done = f"Booked for {self.day_words}, {self.start_label}{self._apart_words(actor)}."
        if not allows(actor.role, Permission.APPOINTMENT_DELETE):
            return done, None
        whole = bool(self.more or self.apart)
        return done, await offer_unbooking(self, booked, arrived=here, whole=whole)

    async def _book_it(self, actor: Actor, start: datetime, form: dict[str, Any]) -> Booked:
        whom: dict[str, Any] = {
            "patient_id": parse_id(PatientId, self.patient_id, what="The patient"),
            "note": str(form.get("note", "")),
            **self._on_purpose(),
        }
        if not (self.more or self.apart):
            whom |= {"start": start, "hold_id": self._hold_id()}
            return await perform(actor, book_appointment, **whom, **self._what())
        booked = await perform(actor, book_together, **whom, **self._all_of_it(start))
        return next(one for one in booked if one.start == start)

    def _all_of_it(self, start: datetime) -> dict[str, Any]:
        """Return the services of the coming in the order of time, and what is held for them."""
        first = self._planned if self.more else (AskedPart(**self._what(), start=start),)
        holds = [self._hold_id(), *[None for _ in first[1:]]]
        every = [*zip(first, holds, strict=True), *self._apart_parts()]
        every.sort(key=lambda one: one[0].start or start)
        parts, (hold, *others) = zip(*every, strict=True)
        also = [one for one in others if one is not None]
        return {"parts": parts, "start": parts[0].start, "hold_id": hold, "also_held": also}

    async def _move(
        self, actor: Actor, start: datetime, form: dict[str, Any]
    ) -> tuple[str, Offer | None]:
        """Move it, or all that was chosen of its series; return the words, and the way back."""
        scope = Scope.COMING if self.whole else scope_of(form)
        if self.whole:
            moved = await self._move_coming(actor)
        else:
            moved = await perform(
                actor,
                move_series,
                appointment_id=self._the_visit(),
                scope=scope,
                version=self._version,
                practitioner_id=self._practitioner(),
                start=start,
                **how_far(form, by_hand=self.by_hand),
                hold_id=self._hold_id(),
            )
        self._hold = self.held_until = ""  # taken over
        if self.whole or (moved.changed == 1 and not moved.left):
            where = await where_words(actor, moved)
            words = f"Moved to {self.day_words}, {self.start_label}{where}."
        else:
            words = await series_moved_words(actor, self._the_visit(), scope, moved)
        return words, await offer_putting_back(self, moved)

    def _complete(self) -> datetime:
        """Return the chosen start. Raises Invalid beside what is missing."""
        if not self.patient_id:
            raise Invalid("Please choose a patient.", field="patient")
        if not self.service_id:
            raise Invalid("Please choose a service.", field="service")
        start = parse_start(self.start)
        if start is None:
            raise Invalid("Please choose a time.", field="start")
        return start

    async def _refuse(self, actor: Actor, start: datetime, refusal: ClinicError) -> None:
        """Say it beside the service concerned; the times of the others stay chosen and held."""
        await self._renew_apart(actor)
        told = any(not row.start for row in self.apart)
        if told and not self._is_gone(await self._ask_slots(actor)):
            return
        if not isinstance(refusal, SlotTaken):
            raise refusal
        await self._lose(actor, start, refusal)

    async def _lose(self, actor: Actor, start: datetime, refusal: SlotTaken) -> None:
        nearest = await self._nearest(actor, start)
        await self._load_slots(actor)
        self.lost, self.nearest = refusal.message, nearest
