"""Moving a coming of several services: this one alone, or all to a time at which all fit."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.coming.list_coming import ComingPart, list_coming, parts_of
from clinic_app.scheduling.coming.move_together import move_together
from clinic_app.scheduling.series.series_rows import Scope, SeriesChanged
from clinic_app.web.scheduling.booking.booking_parts import more_part
from clinic_app.web.scheduling.booking.booking_words import coming_words
from clinic_app.web.scheduling.booking.slot_picker import SlotPicker
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer

WRITE = Permission.APPOINTMENT_WRITE


class ComingMover(SlotPicker, rx.State, mixin=True):
    """The vars and doors of it."""

    stands: rx.Field[str] = rx.field("")  # what is moved, and where it stands now
    whole: rx.Field[bool] = rx.field(False)  # all services of the coming are being moved

    _coming: tuple[ComingPart, ...] = ()  # as they stood when they were asked for
    _alone: tuple[str, str, str] = ("", "", "")  # service, practitioner, words of the one visit

    @rx.event
    @door(WRITE)
    async def choose_scope(self, actor: Actor, scope: str) -> Answer:
        """Look for times of the one visit, or of all services of its coming."""
        if not self.moving or (scope == Scope.COMING) == self.whole:
            return
        if scope == Scope.COMING:
            await self._take_all(actor)
        else:
            self.whole, self.more, self._moved_parts = False, [], ()
            self.service_id, self.practitioner_id, self.stands = self._alone
        self._fit(await look(actor, load_booking_choices))
        await self._search_anew(actor)

    async def _take_all(self, actor: Actor) -> None:
        self._coming = await look(actor, list_coming, appointment_id=self._the_visit())
        if len(self._coming) < 2:
            return
        self._alone = (self.service_id, self.practitioner_id, self.stands)
        self.stands = coming_words(self._coming, actor.time_zone)
        self.whole, self._moved_parts = True, tuple(parts_of(self._coming, actor.time_zone))
        first, *others = self._coming
        self._all_stand = first.start.isoformat()
        self.service_id, self.practitioner_id = str(first.service_id), str(first.practitioner_id)
        choices = await look(actor, load_booking_choices)
        self.more = [
            more_part(choices, str(one.service_id), one.service, str(one.practitioner_id))
            for one in others
        ]

    async def _move_coming(self, actor: Actor) -> SeriesChanged:
        """Move all to what was planned for the chosen time."""
        return await perform(
            actor,
            move_together,
            appointment_id=self._the_visit(),
            versions={one.visit_id: one.version for one in self._coming},
            parts=self._planned,
            hold_id=self._hold_id(),
            **self._on_purpose(),
        )
