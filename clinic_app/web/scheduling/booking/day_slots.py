"""The free times of the chosen day: shown, kept true, and the wanted one among them."""

from dataclasses import replace
from datetime import date
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId, ServiceId, parse_id
from clinic_app.scheduling.free_times.explain_day import explain_day
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.wall_words import short_day
from clinic_app.web.scheduling.booking.booking_words import SlotChoice, Take, slot_choices
from clinic_app.web.scheduling.booking.time_by_hand import TimeByHand
from clinic_app.web.session.saving import Saving

SOONEST = "soonest"  # wanted instead of a wall time


class DaySlots(Saving, TimeByHand, rx.State, mixin=True):
    """The vars of a day's times. Whoever has them says how one is chosen."""

    moving: rx.Field[str] = rx.field("")  # the visit that is being moved, if one is
    service_id: rx.Field[str] = rx.field("")
    practitioner_id: rx.Field[str] = rx.field("")  # empty for anybody
    room_id: rx.Field[str] = rx.field("")  # empty for any that fits
    day: rx.Field[str] = rx.field("")
    day_words: rx.Field[str] = rx.field("")
    slots: rx.Field[list[SlotChoice]] = rx.field(default_factory=list[SlotChoice])
    any_free: rx.Field[bool] = rx.field(False)
    wanted: rx.Field[str] = rx.field("")  # the clicked time of day, until another is chosen
    start: rx.Field[str] = rx.field("")  # the chosen instant
    start_label: rx.Field[str] = rx.field("")
    nobody: rx.Field[str] = rx.field("")  # why the day has no times at all: a holiday
    remark: rx.Field[str] = rx.field("")  # why a time of the grid is taken
    takes: rx.Field[list[Take]] = rx.field(default_factory=list[Take])
    lost: rx.Field[str] = rx.field("")  # the chosen time is gone: the sentence
    nearest: rx.Field[list[SlotChoice]] = rx.field(default_factory=list[SlotChoice])

    _minutes: int = 0  # how long a moved visit lasts
    _stands_at: tuple[str, str] = ("", "")  # the moved visit's present start and practitioner

    def _show_day(self, day: date) -> None:
        self.day, self.day_words = day.isoformat(), short_day(day)

    async def _load_slots(self, actor: Actor) -> None:
        """Load the day's times anew; choose the wanted wall time where it is free."""
        await self._give_back(actor)
        self._forget_start()
        self.errors, self.lost, self.nearest, self.remark = {}, "", [], ""
        self.slots = await self._ask_slots(actor)
        self.nobody = "" if self.slots else await self._why_nobody(actor)
        self._sum_up()
        if self.by_hand:
            await self._take_typed(actor)
            return
        chosen = self._wanted_slot()
        if chosen is not None and chosen.taken:
            self.remark = f"{chosen.label} is {chosen.taken}."
        elif chosen is not None:
            await self._choose(actor, chosen)

    def _want_as_chosen(self) -> None:
        """Keep the chosen time of day for another service or practitioner, where it is free."""
        if self.start and not self.by_hand and self.wanted != SOONEST:
            self.wanted = self.start_label

    def _forget_wish(self) -> None:
        """On another day no time is meant yet; of a walk-in, still the soonest."""
        if self.wanted != SOONEST:
            self.wanted = ""

    def _wanted_slot(self) -> SlotChoice | None:
        """Return the time that was clicked; for a walk-in, the soonest that is free."""
        if self.wanted == SOONEST:
            return next((one for one in self.slots if not (one.taken or one.yours)), None)
        return next((one for one in self.slots if one.label == self.wanted), None)

    async def _ask_slots(self, actor: Actor) -> list[SlotChoice]:
        if not self.service_id:
            return []
        day = date.fromisoformat(self.day)
        found = await look(actor, self._finder(), **self._asked(), first_day=day, explain=True)
        slots = self._beside_others(found)

        async def without(hold: HoldId) -> tuple[FreeSlot, ...]:
            asked = self._asked() | {"hold": hold}
            freed = await look(actor, self._finder(), **asked, first_day=day)
            return tuple(one for one in self._beside_others(freed) if not one.taken)

        choices = await self._mark_own(actor, slot_choices(slots, actor.time_zone), day, without)
        return [self._not_again(slot) for slot in choices]

    async def _why_nobody(self, actor: Actor) -> str:
        """Say why a day has no times at all."""
        if not self.service_id:
            return ""
        return await look(
            actor,
            explain_day,
            service_id=parse_id(ServiceId, self.service_id, what="The service"),
            practitioner_id=self._practitioner(),
            day=date.fromisoformat(self.day),
        )

    def _not_again(self, slot: SlotChoice) -> SlotChoice:
        """A visit is not moved to where it stands."""
        alone = (slot.start, self.practitioner_id) == self._stands_at
        if self._stand_at(slot.start) if self.more else alone:
            return replace(slot, taken="the time it has now")
        return slot

    def _is_gone(self, slots: list[SlotChoice]) -> bool:
        """Tell whether somebody else has taken the chosen time."""
        chosen = next((one for one in slots if one.start == self.start), None)
        gone = chosen is None or bool(chosen.taken or chosen.yours)
        return bool(self.start) and not self.by_hand and gone

    def _renew(self, slots: list[SlotChoice], nearest: list[SlotChoice]) -> None:
        """Show the day's times after somebody else's change; say so if it took the chosen one."""
        if slots == self.slots:
            return
        self.slots = slots
        self._sum_up()
        if self._is_gone(slots):
            self._forget_start()
            self.lost, self.nearest = "That time was just taken.", nearest

    def _sum_up(self) -> None:
        self.any_free = any(not slot.taken for slot in self.slots)
        taken = next((slot for slot in self.slots if slot.taken), None)
        self.remark = f"{taken.label} is {taken.taken}." if taken else ""

    def _forget_start(self) -> None:
        self.start = self.start_label = ""
        self.takes = []

    def _asked(self) -> dict[str, Any]:
        """Return what the queries about free times need to know."""
        asked = {**self._what(), **self._for_whom(), "hold": self._hold_id()}
        return asked if self.more else {**asked, **self._moved()}

    def _moved(self) -> dict[str, Any]:
        """Return which visit is moved, and how long it lasts."""
        return {"moving": self._visit(), "minutes": self._minutes or None}

    def _on_purpose(self) -> dict[str, Any]:
        """A time that was typed by hand goes against hours and rules, and is marked."""
        return dict.fromkeys(("outside_hours", "despite_rules", "overbook"), self.by_hand)

    def _practitioner(self) -> PractitionerId | None:
        if not self.practitioner_id:
            return None
        return parse_id(PractitionerId, self.practitioner_id, what="The practitioner")

    def _visit(self) -> AppointmentId | None:
        return self._the_visit() if self.moving else None

    def _the_visit(self) -> AppointmentId:
        return parse_id(AppointmentId, self.moving, what="The visit")
