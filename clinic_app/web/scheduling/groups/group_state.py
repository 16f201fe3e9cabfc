"""A group session's sheet: who comes, live; what is said of one or all; calling it off."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.scheduling.assistants.change_group_assistants import change_group_assistants
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.groups.cancel_group import cancel_group
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.groups.group_rows import GroupSheet
from clinic_app.scheduling.groups.step_group import step_group
from clinic_app.scheduling.states import STATUS_NAMES, Status
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_words import count_words
from clinic_app.web.scheduling.groups.group_times import group_key
from clinic_app.web.scheduling.groups.group_words import NO_GROUP, RosterLine, roster, steps_of_all
from clinic_app.web.scheduling.visit.undo_state import offer_back
from clinic_app.web.scheduling.visit.visit_step import step_to
from clinic_app.web.scheduling.visit.visit_team import VisitTeam
from clinic_app.web.scheduling.visit.visit_words import StepButton
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

READ, WRITE = Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE
_LANE = "group"


class GroupState(VisitTeam, rx.State):
    """The session that is looked at."""

    shown: rx.Field[bool] = rx.field(False)
    group: rx.Field[GroupSheet] = rx.field(default_factory=lambda: NO_GROUP)
    lines: rx.Field[list[RosterLine]] = rx.field(default_factory=list[RosterLine])
    steps: rx.Field[list[StepButton]] = rx.field(default_factory=list[StepButton])
    busy: rx.Field[bool] = rx.field(False)
    cancelling: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(READ)
    async def open(self, actor: Actor, group_id: str) -> Answer:
        """Show a session and keep it true."""
        self._show(await look(actor, get_group, group_id=group_key(group_id)))
        self.cancelling, self.busy, self.errors = False, False, {}
        self.staffing, self.parting = False, ""
        self.shown = True
        return GroupState.watch

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the sheet (or let Radix say that it is open)."""
        self.shown = shown and self.shown
        self.cancelling = False

    @rx.event(background=True)
    @live_door(READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load the session again whenever something on the calendar changes."""
        async for actor in pushes(self, READ, Topic.CALENDAR, Topic.PATIENTS, lane=_LANE):
            if not self.shown:
                return
            group_id = self.group.id
            group = await look(actor, get_group, group_id=group_key(group_id))
            async with self:
                if self.group.id == group_id:
                    self._show(group)
            yield

    @rx.event
    @door(WRITE)
    async def step(self, actor: Actor, visit_id: str, to: str) -> Answer:
        """Say of one that they are here, or did not come."""
        self.busy = False
        everybody = (*self.group.patients, *self.group.missed)
        one = next((each for each in everybody if each.visit_id == visit_id), None)
        if one is None:
            raise NotFound("The visit")
        appointment_id = parse_id(AppointmentId, visit_id, what="The visit")
        verb = step_to(one.status, to)
        await perform(actor, verb, appointment_id=appointment_id, version=one.version)
        await self._look_again(actor)
        undo = await offer_back(self, Status(to), visit_id)
        return say(f"{one.name}: “{STATUS_NAMES[Status(to)]}”.", offer=undo)

    @rx.event
    @door(WRITE)
    async def step_all(self, actor: Actor, to: str) -> Answer:
        """Say of all who can be that they are here, or that it begins or is over for them."""
        self.busy = False
        if to not in STATUS_NAMES:
            raise NotFound("That step")
        status = Status(to)
        gone = await perform(actor, step_group, group_id=group_key(self.group.id), to=status)
        await self._look_again(actor)
        undo = await offer_back(self, status, *(str(one) for one in gone))
        many = count_words(len(gone)).capitalize()
        return say(f"{many} marked “{STATUS_NAMES[status]}”.", offer=undo)

    @rx.event
    @door(WRITE)
    async def book_seat(self, actor: Actor) -> Answer:
        """Go on in the booking dialog, with this session chosen."""
        del actor
        self.shown = False
        return BookingState.join(self.group.id)

    @rx.event
    @open_door
    async def ask_why(self, asking: bool) -> Answer:
        """Ask for the reason of a cancellation, or leave it."""
        self.cancelling, self.errors = asking, {}

    @rx.event
    @open_door
    async def begin(self) -> Answer:
        """Keep the button from being pressed twice."""
        self.busy, self.errors = True, {}

    @rx.event
    @door(Permission.APPOINTMENT_DELETE)
    async def cancel(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Cancel the visits of all who come, with the reason."""
        self.busy = False
        gone = await perform(
            actor,
            cancel_group,
            group_id=group_key(self.group.id),
            version=self.group.version,
            reason=str(form.get("reason", "")),
        )
        self.shown = self.cancelling = False
        undo = await offer_back(self, Status.CANCELLED, *(str(one) for one in gone))
        return say(f"The session is called off: {count_words(len(gone))} cancelled.", offer=undo)

    def _sheet(self) -> GroupSheet:
        return self.group

    async def _let_assist(self, actor: Actor, assistants: Assistants) -> None:
        await perform(
            actor,
            change_group_assistants,
            group_id=group_key(self.group.id),
            version=self.group.version,
            assistants=assistants,
        )
        await self._look_again(actor)

    async def _look_again(self, actor: Actor) -> None:
        self._show(await look(actor, get_group, group_id=group_key(self.group.id)))

    def _show(self, group: GroupSheet) -> None:
        self.group, self.lines = group, roster(group)
        self.steps = steps_of_all(group.patients)
