"""Moving a group: the whole session to another time, or one of its patients."""

from dataclasses import asdict, replace
from datetime import date
from secrets import token_hex
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import ClinicError, Invalid
from clinic_app.kit.ids import AppointmentId, GroupId, PractitionerId, ServiceId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import DayFull, NotWorking, OutOfBounds
from clinic_app.scheduling.find_free_slots import find_free_slots
from clinic_app.scheduling.get_appointment import get_appointment
from clinic_app.scheduling.get_group import get_group
from clinic_app.scheduling.get_place import Place
from clinic_app.scheduling.group_rows import GroupSheet
from clinic_app.scheduling.move_group import move_group
from clinic_app.scheduling.wall_words import clock, short_day
from clinic_app.web.scheduling.booking_words import (
    SlotChoice,
    parse_day,
    parse_start,
    slot_choices,
)
from clinic_app.web.scheduling.calendar_words import count_words
from clinic_app.web.scheduling.group_words import NO_GROUP
from clinic_app.web.scheduling.undo_state import Step, move_visit
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, Offer, on_deed, refuse, say

WRITE = Permission.APPOINTMENT_WRITE
WHOLE, ONE = "whole", "one"


class GroupMoveState(rx.State):
    """A session that is being moved: to where it was dropped, or to a time chosen here."""

    shown: rx.Field[bool] = rx.field(False)
    group: rx.Field[GroupSheet] = rx.field(default_factory=lambda: NO_GROUP)
    target: rx.Field[str] = rx.field("")  # where it was dropped, in words
    scope: rx.Field[str] = rx.field(WHOLE)
    day: rx.Field[str] = rx.field("")
    slots: rx.Field[list[SlotChoice]] = rx.field(default_factory=list[SlotChoice])
    start: rx.Field[str] = rx.field("")
    anyway: rx.Field[bool] = rx.field(False)  # whether what was refused may be done all the same
    saving: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    _place: Place | None = None  # where it was dropped
    _undo: rx.Field[dict[str, tuple[GroupId, int, Place]]] = rx.field(
        default_factory=dict[str, tuple[GroupId, int, Place]]
    )

    @rx.event
    @door(WRITE)
    async def begin(self, actor: Actor, group_id: str) -> Answer:
        """Ask to which time a session shall go."""
        await self._begin(actor, _id(group_id))
        self.day = self.group.time.date
        await self._load_slots(actor)

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog (or let Radix say that it is open)."""
        self.shown = shown and self.shown

    @rx.event
    @open_door
    async def choose(self, scope: str) -> Answer:
        """Say whether the whole session goes, or one patient."""
        self.scope, self.errors, self.anyway = (ONE if scope == ONE else WHOLE), {}, False

    @rx.event
    @door(WRITE)
    async def pick_day(self, actor: Actor, day: str) -> Answer:
        """Show another day's free times; half-typed dates do nothing."""
        if parse_day(day) is not None:
            self.day = day
            await self._load_slots(actor)

    @rx.event
    @open_door
    async def pick(self, start: str) -> Answer:
        """Choose a time that is shown and free."""
        if any(slot.start == start and not slot.taken for slot in self.slots):
            self.start, self.errors = start, {}

    @rx.event
    @open_door
    async def begin_saving(self) -> Answer:
        """Keep the button from being pressed twice."""
        self.saving, self.errors = True, {}

    @rx.event
    @door(WRITE)
    async def move(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Move the session, or the patient that was named; or say why not, in the dialog."""
        self.saving = False
        if not self.shown:
            return None  # the second of two quick presses
        place = self._wanted(form)
        try:
            if self.scope == ONE and self.target:
                done = await self._move_one(actor, str(form.get("visit", "")), place)
            else:
                done = await self._move_all(actor, place)
        except ClinicError as refusal:
            waivable = isinstance(refusal, NotWorking | OutOfBounds | DayFull)
            self.anyway = waivable and may(actor, Permission.APPOINTMENT_OVERRIDE)
            self.errors = {"start": f"{refusal.message} Nothing was moved."}
            return None
        self.shown = False
        return done

    @rx.event
    @door(WRITE)
    async def undo(self, actor: Actor, ticket: str) -> Answer:
        """Bring a session back to where it stood."""
        kept = self._undo.pop(ticket, None)
        if kept is None:
            return refuse("That can no longer be undone.")
        group_id, version, place = kept
        rules = may(actor, Permission.APPOINTMENT_OVERRIDE)
        asked: dict[str, Any] = {**_asked(place), "version": version, "despite_rules": rules}
        await perform(actor, move_group, group_id=group_id, **asked)
        return say(f"Moved back to {_when(actor, place)}.")

    async def _begin(self, actor: Actor, group_id: GroupId) -> None:
        undo = self._undo
        self.reset()
        self._undo = undo
        self.group = await look(actor, get_group, group_id=group_id)
        self.shown = True

    async def _drop(self, actor: Actor, group_id: GroupId, place: Place) -> None:
        """Ask what of a session shall go where its block was dropped."""
        await self._begin(actor, group_id)
        self._place, self.target = place, _when(actor, place)
        if place.minutes != self.group.time.minutes:
            self.target += f", for {place.minutes} minutes"

    def _wanted(self, form: dict[str, Any]) -> Place:
        if self._place is not None:
            return replace(self._place, outside_hours=bool(form.get("anyway")))
        start = parse_start(self.start)
        if start is None:
            raise Invalid("Please choose a time.", field="start")
        who = parse_id(PractitionerId, self.group.practitioner_id)
        return Place(start, self.group.time.minutes, who, None, bool(form.get("anyway")))

    async def _move_all(self, actor: Actor, place: Place) -> Answer:
        group_id, was = _id(self.group.id), _place_of(self.group)
        moved = await perform(
            actor,
            move_group,
            group_id=group_id,
            version=self.group.version,
            despite_rules=place.outside_hours,
            **_asked(place),
        )
        ticket = token_hex(16)
        self._undo = {**dict([*self._undo.items()][-9:]), ticket: (group_id, moved.version, was)}
        words = f"{count_words(moved.visits).capitalize()} moved to {_when(actor, place)}."
        return say(words, offer=Offer("Undo", "group", ticket))

    async def _move_one(self, actor: Actor, visit_id: str, place: Place) -> Answer:
        if not any(one.visit_id == visit_id for one in self.group.patients):
            raise Invalid("Please choose a patient.", field="visit")
        appointment_id = parse_id(AppointmentId, visit_id, what="The visit")
        visit = await look(actor, get_appointment, appointment_id=appointment_id)
        step = Step(appointment_id, visit.version, place)
        return await move_visit(self, actor, step, outside=place.outside_hours)

    async def _load_slots(self, actor: Actor) -> None:
        self.start, self.errors, self.anyway = "", {}, False
        slots = await look(
            actor,
            find_free_slots,
            service_id=parse_id(ServiceId, self.group.service_id),
            practitioner_id=parse_id(PractitionerId, self.group.practitioner_id),
            first_day=date.fromisoformat(self.day),
            minutes=self.group.time.minutes,
            group=_id(self.group.id),
        )
        stands = parse_start(self.group.time.instant)
        free = tuple(slot for slot in slots if slot.start != stands)
        # Where another session has begun, this one cannot go.
        alone = tuple(slot for slot in free if slot.seats_left == slot.seats)
        self.slots = [replace(one, seats="") for one in slot_choices(alone, actor.time_zone)]


on_deed("group", GroupMoveState.undo)


def _id(group_id: str) -> GroupId:
    return parse_id(GroupId, group_id, what="The session")


def _asked(place: Place) -> dict[str, Any]:
    """Return a place as `move_group` takes it: a group has nobody who assists."""
    return {name: value for name, value in asdict(place).items() if name != "assistants"}


def _place_of(group: GroupSheet) -> Place:
    start = parse_start(group.time.instant)
    if start is None:
        raise Invalid("That is not a time.")
    who = parse_id(PractitionerId, group.practitioner_id)
    return Place(start, group.time.minutes, who, None, outside_hours=False)


def _when(actor: Actor, place: Place) -> str:
    start = place.start
    wall = start if start.tzinfo is None else to_wall(start, actor.time_zone)
    return f"{short_day(wall)}, {clock(wall)}"
