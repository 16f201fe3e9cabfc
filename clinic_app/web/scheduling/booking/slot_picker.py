"""Choosing what, with whom and when: a service, a practitioner or anybody, a day, a time."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId, ServiceId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.booking.booking_rows import BookingChoices
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.explain_day import explain_day
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.wall_words import exact_clock, short_day
from clinic_app.web.scheduling.booking.booking_words import (
    SlotChoice,
    Take,
    parse_day,
    parse_start,
    slot_choices,
)
from clinic_app.web.scheduling.booking.time_by_hand import TimeByHand
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.saving import Saving
from clinic_app.web.ui.choice_field import ChoiceRow

WRITE = Permission.APPOINTMENT_WRITE

SOONEST = "soonest"  # wanted instead of a wall time


class SlotPicker(Saving, TimeByHand, rx.State, mixin=True):
    """The vars and doors of everything about a visit but its patient."""

    moving: rx.Field[str] = rx.field("")  # the visit that is being moved, if one is
    services: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    service_id: rx.Field[str] = rx.field("")
    service_needs: rx.Field[str] = rx.field("")
    practitioners: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    practitioner_id: rx.Field[str] = rx.field("")  # empty for anybody
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
    _preferred: str = ""  # who was asked for, also while the service is one they do not give

    @rx.event
    @door(WRITE)
    async def pick_service(self, actor: Actor, service_id: str) -> Answer:
        """Choose a service, which decides on the practitioners and the free times."""
        self.service_id = service_id
        self._fit(await look(actor, load_booking_choices))
        await self._search_anew(actor)

    @rx.event
    @door(WRITE)
    async def pick_practitioner(self, actor: Actor, practitioner_id: str) -> Answer:
        """Choose a practitioner, or anybody."""
        known = any(row.value == practitioner_id for row in self.practitioners)
        self.practitioner_id = self._preferred = practitioner_id if known else ""
        await self._search_anew(actor)

    @rx.event
    @door(WRITE)
    async def pick_day(self, actor: Actor, day: str) -> Answer:
        """Show another day's free times; half-typed dates do nothing."""
        chosen = parse_day(day)
        if chosen is not None:
            self._forget_wish()
            self._show_day(chosen)
            await self._load_slots(actor)

    @rx.event
    @door(WRITE)
    async def next_free(self, actor: Actor) -> Answer:
        """Choose the first free time of the days that follow, within a month."""
        after = date.fromisoformat(self.day) + timedelta(days=1)
        slots = await look(actor, self._finder(), **self._asked(), first_day=after, days=MOST_DAYS)
        if not slots:
            self.errors = {"start": "There is no free time in the month after that day."}
            return
        self.wanted = exact_clock(slots[0].start, actor.time_zone)
        self._show_day(to_wall(slots[0].start, actor.time_zone).date())
        await self._load_slots(actor)

    @rx.event
    @door(WRITE)
    async def pick(self, actor: Actor, start: str) -> Answer:
        """Choose a time that is shown; of a taken one, say why."""
        found = next((slot for slot in [*self.slots, *self.nearest] if slot.start == start), None)
        if found is None:
            return
        if found.taken:
            self.remark = f"{found.label} is {found.taken}."
            return
        self.by_hand, self.wanted = False, ""
        await self._choose(actor, found)

    async def _search_anew(self, actor: Actor) -> None:
        """Look for another choice's free times, at the chosen time of day if that is one."""
        self._want_as_chosen()
        self._weigh_helpers()
        await self._load_slots(actor)

    def _show_day(self, day: date) -> None:
        self.day, self.day_words = day.isoformat(), short_day(day)

    def _fit(self, choices: BookingChoices) -> None:
        """Let service and practitioner be real and fit each other."""
        self.services = [ChoiceRow(one.id, one.name) for one in choices.services]
        service = next((one for one in choices.services if one.id == self.service_id), None)
        if service is None and not self.moving:  # one that is archived may still be moved
            self.service_id = ""
        self.service_needs = service.needs if service else ""
        givers = service.practitioner_ids if service else [one.id for one in choices.practitioners]
        fitting = [one for one in choices.practitioners if one.id in givers]
        self.practitioners = [ChoiceRow(one.id, one.name) for one in fitting]
        self._people = tuple(ChoiceRow(one.id, one.name) for one in choices.practitioners)
        self._preferred = self.practitioner_id or self._preferred
        fits = any(one.id == self._preferred for one in fitting)
        self.practitioner_id = self._preferred if fits else ""
        self._weigh_helpers()

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
        slots = await look(actor, self._finder(), **self._asked(), first_day=day, explain=True)

        async def without(hold: HoldId) -> tuple[FreeSlot, ...]:
            return await look(
                actor, self._finder(), **self._asked() | {"hold": hold}, first_day=day
            )

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

    async def _choose(self, actor: Actor, slot: SlotChoice) -> None:
        """Take a time into the form and show what it would take."""
        self.errors, self.lost, self.nearest = {}, "", []
        start = parse_start(slot.start)
        if start is None:
            return
        try:
            takes = await self._take_or_adopt(actor, start)
        except ClinicError as refusal:
            self.errors = {"start": refusal.message}
            if isinstance(refusal, SlotTaken):
                self.nearest = await self._nearest(actor, start)
            return
        wall = to_wall(start, actor.time_zone)
        if wall.date().isoformat() != self.day:  # one of the nearest, on another day
            self._show_day(wall.date())
            self.slots = await self._ask_slots(actor)
            self._sum_up()
        self.start, self.start_label = slot.start, exact_clock(start, actor.time_zone)
        self.takes = takes

    async def _take_or_adopt(self, actor: Actor, start: datetime) -> list[Take]:
        """Hold a time and return what it takes; one's own hold of another window gives way."""
        try:
            return await self._hold_it(actor, start)
        except SlotTaken:
            asked = {"start": start, "minutes": self._minutes or None}
            service = parse_id(ServiceId, self.service_id, what="The service")
            if not await self._adopt(actor, service_id=service, **asked):
                raise
            takes = await self._hold_it(actor, start)
            self.slots = [replace(one, yours="") for one in self.slots]
            return takes

    async def _hold_it(self, actor: Actor, start: datetime) -> list[Take]:
        takes = await self._takes(actor, start, self._on_purpose(), self._asked())
        await self._keep_all(actor, start, self._on_purpose(), self._moved())
        return takes

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
