"""Choosing what, with whom and when: a service, a practitioner or anybody, a day, a time."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import ServiceId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.booking.booking_rows import BookableService, BookingChoices
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS
from clinic_app.scheduling.wall_words import exact_clock
from clinic_app.web.scheduling.booking.booking_words import (
    SlotChoice,
    Take,
    parse_day,
    parse_start,
)
from clinic_app.web.scheduling.booking.day_slots import DaySlots
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.ui.choice_field import ChoiceRow

WRITE = Permission.APPOINTMENT_WRITE


class SlotPicker(DaySlots, rx.State, mixin=True):
    """The vars and doors of everything about a visit but its patient."""

    services: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    service_needs: rx.Field[str] = rx.field("")
    practitioners: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])

    rooms: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])

    _preferred_room: str = ""
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
    async def pick_room(self, actor: Actor, room_id: str) -> Answer:
        """Choose a room, or any that fits."""
        known = any(row.value == room_id for row in self.rooms)
        self.room_id = self._preferred_room = room_id if known else ""
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
        self._fit_room(service)
        self._weigh_helpers()

    def _fit_room(self, service: BookableService | None) -> None:
        self.rooms = [ChoiceRow(one.id, one.name) for one in service.rooms] if service else []
        self._preferred_room = self.room_id or self._preferred_room
        fits = any(row.value == self._preferred_room for row in self.rooms)
        self.room_id = self._preferred_room if fits else ""

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
