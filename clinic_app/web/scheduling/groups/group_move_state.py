"""Moving a group: the whole session to another time, or one of its patients."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import ClinicError, Invalid, NotFound
from clinic_app.kit.ids import AppointmentId, GroupId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.live.topics import Topic
from clinic_app.scheduling.errors import DayFull, NotWorking, OutOfBounds
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.groups.move_group import move_group
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.get_place import Place
from clinic_app.scheduling.visit.stand_again import find_before
from clinic_app.scheduling.wall_words import clock, short_day
from clinic_app.web.scheduling.calendar.calendar_words import count_words
from clinic_app.web.scheduling.groups.group_times import (
    WRITE,
    GroupTimes,
    asked_of,
    group_key,
    place_of,
)
from clinic_app.web.scheduling.visit.undo_state import move_visit, offer_session_back
from clinic_app.web.scheduling.visit.undo_steps import Step
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, refuse, say
from clinic_app.web.session.pushes import pushes

WHOLE, ONE = "whole", "one"
_LANE = "group-move"


class GroupMoveState(GroupTimes, rx.State):
    """A session that is being moved: to where it was dropped, or to a time chosen here."""

    shown: rx.Field[bool] = rx.field(False)
    target: rx.Field[str] = rx.field("")  # where it was dropped, in words
    staffs: rx.Field[bool] = rx.field(False)  # nothing changes but who assists
    scope: rx.Field[str] = rx.field(WHOLE)

    _place: Place | None = None  # where it was dropped

    @rx.event
    @door(WRITE)
    async def begin(self, actor: Actor, group_id: str) -> Answer:
        """Ask to whom and to which time a session shall go."""
        await self._begin(actor, group_key(group_id))
        await self._load_slots(actor)
        return GroupMoveState.watch

    @rx.event(background=True)
    @live_door(WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Keep the session and its free times true while the dialog is open: others book too."""
        async for actor in pushes(self, WRITE, Topic.CALENDAR, Topic.SCHEDULE, lane=_LANE):
            if not self.shown or self.target:
                return
            asked = self._asked()
            group = await look(actor, get_group, group_id=group_key(self.group.id))
            slots = await self._ask_slots(actor, group)
            gone = False
            async with self:
                if asked == self._asked():
                    self._renew(group, slots)
                    gone = self.shown and group.ended
                    self.shown = self.shown and not gone
            yield refuse("The session was called off meanwhile.") if gone else None

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

    def _asked(self) -> tuple[str, ...]:
        """Return for which session, with whom and on which day times are shown."""
        return (self.group.id, self.practitioner_id, self.room_id, self.day, self.target)

    async def _begin(self, actor: Actor, group_id: GroupId) -> None:
        self.reset()
        group = await look(actor, get_group, group_id=group_id)
        if not group.patients:
            raise NotFound("The session")
        self.group, self.shown = group, True
        await self._load_choices(actor)

    async def _drop(self, actor: Actor, group_id: GroupId, place: Place) -> None:
        """Ask what of a session shall go where its block was dropped."""
        await self._begin(actor, group_id)
        self._place, self.target = place, self._where(actor, place)
        stood = place_of(self.group)
        self.staffs = stood == replace(place, assistants=stood.assistants, room_id=stood.room_id)
        if place.minutes != self.group.time.minutes:
            self.target += f", for {place.minutes} minutes"

    def _wanted(self, form: dict[str, Any]) -> Place:
        if self._place is not None:
            return replace(self._place, outside_hours=bool(form.get("anyway")))
        return self._chosen(anyway=bool(form.get("anyway")))

    async def _move_all(self, actor: Actor, place: Place) -> Answer:
        first = self.group.patients[0]
        seat = parse_id(AppointmentId, first.visit_id)
        before = await look(actor, find_before, appointment_id=seat, version=first.version)
        moved = await perform(
            actor,
            move_group,
            group_id=group_key(self.group.id),
            version=self.group.version,
            despite_rules=place.outside_hours,
            **asked_of(place),
        )
        words = f"{count_words(moved.visits).capitalize()} moved to {self._where(actor, place)}."
        offer = await offer_session_back(self, before._replace(version=moved.version))
        return say(words, offer=offer)

    def _where(self, actor: Actor, place: Place) -> str:
        """Return when; with whom and in which room, where that changes."""
        names = {row.value: row.label for row in (*self.practitioners, *self.rooms)}
        who, room = str(place.practitioner_id), str(place.room_id or self.group.room_id)
        words = _when(actor, place)
        if who != self.group.practitioner_id and who in names:
            words += f", with {names[who]}"
        if room != self.group.room_id and room in names:
            words += f", in {names[room]}"
        return words + self._who_assists(place)

    def _who_assists(self, place: Place) -> str:
        """Return who assists that did not, or does so in another part."""
        stood, goes = place_of(self.group).assistants or {}, place.assistants or {}
        joins = [f", with {self._names[str(one)]} assisting" for one in goes if one not in stood]
        parted = [
            f", {self._names[str(one)]} in another part of it"
            for one, part in goes.items()
            if stood.get(one, part) != part
        ]
        return "".join((*joins, *parted))

    async def _move_one(self, actor: Actor, visit_id: str, place: Place) -> Answer:
        if not any(one.visit_id == visit_id for one in self.group.patients):
            raise Invalid("Please choose a patient.", field="visit")
        appointment_id = parse_id(AppointmentId, visit_id, what="The visit")
        visit = await look(actor, get_appointment, appointment_id=appointment_id)
        step = Step(appointment_id, visit.version, replace(place, assistants=None))
        return await move_visit(self, actor, step, outside=place.outside_hours)


def _when(actor: Actor, place: Place) -> str:
    start = place.start
    wall = start if start.tzinfo is None else to_wall(start, actor.time_zone)
    return f"{short_day(wall)}, {clock(wall)}"
