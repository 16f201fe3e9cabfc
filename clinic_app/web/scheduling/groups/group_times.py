"""Where a group's whole session could go: with whom, in which room, at which free time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import AppointmentId, GroupId, PractitionerId, RoomId, ServiceId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.desk.list_room_choices import list_room_choices
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS, find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.groups.group_rows import GroupSheet
from clinic_app.scheduling.visit.get_place import Place
from clinic_app.web.scheduling.booking.booking_words import (
    SlotChoice,
    parse_day,
    parse_start,
    slot_choices,
)
from clinic_app.web.scheduling.booking.helper_rows import part_of
from clinic_app.web.scheduling.groups.group_words import NO_GROUP
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.saving import Saving
from clinic_app.web.ui.choice_field import ChoiceRow

WRITE = Permission.APPOINTMENT_WRITE


class GroupTimes(Saving, rx.State, mixin=True):
    """The vars and doors of choosing a place for a session."""

    group: rx.Field[GroupSheet] = rx.field(default_factory=lambda: NO_GROUP)
    practitioners: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    practitioner_id: rx.Field[str] = rx.field("")
    rooms: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    room_id: rx.Field[str] = rx.field("")  # empty: its own, else any that fits
    day: rx.Field[str] = rx.field("")
    slots: rx.Field[list[SlotChoice]] = rx.field(default_factory=list[SlotChoice])
    start: rx.Field[str] = rx.field("")
    anyway: rx.Field[bool] = rx.field(False)  # whether what was refused may be done all the same

    _names: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])  # of who assists

    @rx.event
    @door(WRITE)
    async def pick_practitioner(self, actor: Actor, practitioner_id: str) -> Answer:
        """Show the free times of somebody who gives the service; its own time first."""
        if any(row.value == practitioner_id for row in self.practitioners):
            self.practitioner_id = practitioner_id
            await self._load_slots(actor)

    @rx.event
    @door(WRITE)
    async def pick_room(self, actor: Actor, room_id: str) -> Answer:
        """Ask for a room, or for whichever fits."""
        self.room_id = room_id if any(row.value == room_id for row in self.rooms) else ""
        await self._load_slots(actor)

    @rx.event
    @door(WRITE)
    async def pick_day(self, actor: Actor, day: str) -> Answer:
        """Show another day's free times; half-typed dates do nothing."""
        if parse_day(day) is not None:
            self.day = day
            await self._load_slots(actor)

    @rx.event
    @door(WRITE)
    async def next_free(self, actor: Actor) -> Answer:
        """Go to the next day that has a free time, within a month."""
        after = date.fromisoformat(self.day) + timedelta(days=1)
        slots = await self._free(actor, self.group, after, MOST_DAYS)
        if not slots:
            self.errors = {"start": "There is no free time in the month after that day."}
            return
        self.day = to_wall(slots[0].start, actor.time_zone).date().isoformat()
        await self._load_slots(actor)

    @rx.event
    @open_door
    async def pick(self, start: str) -> Answer:
        """Choose a time that is shown and free."""
        if any(slot.start == start and not slot.taken for slot in self.slots):
            self.start, self.errors = start, {}

    async def _load_choices(self, actor: Actor) -> None:
        """Begin where the session stands."""
        group = self.group
        self.day, self.practitioner_id, self.room_id = group.time.date, group.practitioner_id, ""
        found = await look(actor, load_booking_choices)
        givers = {
            who
            for service in found.services
            if service.id == group.service_id
            for who in service.practitioner_ids
        }
        self._names = {one.id: one.name for one in found.practitioners}
        self.practitioners = [
            ChoiceRow(one.id, one.name)
            for one in found.practitioners
            if one.id in {*givers, group.practitioner_id}
        ]
        visit = parse_id(AppointmentId, group.patients[0].visit_id)
        rooms = await look(actor, list_room_choices, appointment_id=visit)
        self.rooms = [ChoiceRow(one.id, one.name) for one in rooms]

    async def _load_slots(self, actor: Actor) -> None:
        """Load the day's times anew; for somebody else, its own time is chosen if it is free."""
        self.start, self.errors, self.anyway = "", {}, False
        self.slots = await self._ask_slots(actor, self.group)
        same = self.group.time.instant
        if any(slot.start == same for slot in self.slots):
            self.start = same

    async def _ask_slots(self, actor: Actor, group: GroupSheet) -> list[SlotChoice]:
        free = await self._free(actor, group, date.fromisoformat(self.day), 1)
        return [replace(one, seats="") for one in slot_choices(free, actor.time_zone)]

    async def _free(
        self, actor: Actor, group: GroupSheet, day: date, days: int
    ) -> tuple[FreeSlot, ...]:
        begins = place_of(group).start
        runs = now() < begins + timedelta(minutes=group.time.minutes)
        slots = await look(
            actor,
            find_free_slots,
            service_id=parse_id(ServiceId, group.service_id),
            practitioner_id=parse_id(PractitionerId, self.practitioner_id),
            first_day=day,
            days=days,
            minutes=group.time.minutes,
            group=group_key(group.id),
            room_id=parse_id(RoomId, self.room_id) if self.room_id else None,
            stands_at=begins if runs else None,
        )
        stays = self._stays_with_all(group)
        return tuple(one for one in slots if not (stays and one.start == begins))

    def _stays_with_all(self, group: GroupSheet) -> bool:
        """Tell whether only another time would be a move."""
        same_room = self.room_id in {"", group.room_id}
        return same_room and self.practitioner_id == group.practitioner_id

    def _renew(self, group: GroupSheet, slots: list[SlotChoice]) -> None:
        """Show what somebody else's change left of the day; say so if it took the chosen time."""
        self.group, self.slots = group, slots
        if self.start and not any(slot.start == self.start for slot in slots):
            self.start, self.errors = "", {"start": "That time was just taken."}

    def _chosen(self, *, anyway: bool) -> Place:
        """Return the place that was chosen. Raises Invalid without a time."""
        start = parse_start(self.start)
        if start is None:
            raise Invalid("Please choose a time.", field="start")
        who = parse_id(PractitionerId, self.practitioner_id)
        room = parse_id(RoomId, self.room_id) if self.room_id else None
        stays = place_of(self.group)
        return replace(stays, start=start, practitioner_id=who, room_id=room, outside_hours=anyway)


def group_key(group_id: str) -> GroupId:
    """Read a session's id as the browser sends it. Raises NotFound."""
    return parse_id(GroupId, group_id, what="The session")


def asked_of(place: Place) -> dict[str, Any]:
    """Return a place as `move_group` takes it."""
    return {
        "start": place.start,
        "minutes": place.minutes,
        "practitioner_id": place.practitioner_id,
        "room_id": place.room_id,
        "outside_hours": place.outside_hours,
        "assistants": place.assistants or {},
    }


def place_of(group: GroupSheet) -> Place:
    """Return where a session stands, exactly."""
    start = parse_start(group.time.instant)
    if start is None:
        raise Invalid("That is not a time.")
    who = parse_id(PractitionerId, group.practitioner_id)
    room = parse_id(RoomId, group.room_id) if group.room_id else None
    helpers = {parse_id(PractitionerId, one.id): part_of(one) for one in group.assistants}
    return Place(start, group.time.minutes, who, room, False, helpers or None)
