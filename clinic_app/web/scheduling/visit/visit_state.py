"""One visit's sheet: its details, live, and the steps of its life."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId, PatientId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.people.doubts.list_doubts import DoubtRow
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.series.cancel_series import cancel_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.edit_note import edit_note
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.take_back import take_back
from clinic_app.scheduling.visit.visit_rows import VisitSheet
from clinic_app.web.people.doubt_state import load_doubts
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.groups.group_blocks import group_of_block
from clinic_app.web.scheduling.groups.group_state import GroupState
from clinic_app.web.scheduling.series.series_scope_part import scope_of
from clinic_app.web.scheduling.series.series_words import cancelled_words
from clinic_app.web.scheduling.visit.freed_words import with_time
from clinic_app.web.scheduling.visit.undo_state import offer_back, taken_words
from clinic_app.web.scheduling.visit.visit_step import step_to
from clinic_app.web.scheduling.visit.visit_team import VisitTeam
from clinic_app.web.scheduling.visit.visit_words import NO_VISIT, StepButton, step_buttons
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, refuse, say
from clinic_app.web.session.pushes import pushes

READ, WRITE = Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE
_LANE = "visit"
_TOPICS = (Topic.CALENDAR, Topic.PATIENTS, Topic.MESSAGES)


class VisitState(VisitTeam, rx.State):
    """The visit that is looked at."""

    shown: rx.Field[bool] = rx.field(False)
    visit: rx.Field[VisitSheet] = rx.field(default_factory=lambda: NO_VISIT)
    steps: rx.Field[list[StepButton]] = rx.field(default_factory=list[StepButton])
    may_cancel: rx.Field[bool] = rx.field(False)
    busy: rx.Field[bool] = rx.field(False)
    cancelling: rx.Field[bool] = rx.field(False)
    reason: rx.Field[str] = rx.field("")  # a usual one that was clicked
    noting: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    doubts: rx.Field[list[DoubtRow]] = rx.field(default_factory=list[DoubtRow])

    _note_begun: str = ""
    _version_begun: int = 0

    @rx.event
    @door(READ)
    async def open(self, actor: Actor, visit_id: str) -> Answer:
        """Show a visit and keep it true; of a calendar's block for a group, its session."""
        group_id = group_of_block(visit_id)
        if group_id:
            return GroupState.open(group_id)
        whole = visit_id.partition("@")[0]  # of a device's or an assistant's column
        await self._load(actor, parse_id(AppointmentId, whole, what="The visit"))
        return VisitState.watch

    @rx.event
    @door(READ)
    async def arrive(self, actor: Actor) -> Answer:
        """Show the visit that the address names (/calendar?visit=…).

        This comes again after a lost connection, which closes nothing.
        """
        visit_id = self.router.url.query_parameters.get("visit", "")
        if not visit_id:
            return None
        await self._load(actor, parse_id(AppointmentId, visit_id, what="The visit"))
        return VisitState.watch

    @rx.event
    @open_door
    async def begin_afresh(self) -> Answer:
        """Close a sheet that a reload has left, but for one that the address asks for."""
        if not self.router.url.query_parameters.get("visit", ""):
            self.shown = False

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the sheet (or let Radix say that it is open)."""
        self.shown = shown and self.shown
        self.cancelling = self.noting = self.staffing = False

    @rx.event(background=True)
    @live_door(READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load the visit again whenever something on the calendar changes."""
        async for actor in pushes(self, READ, *_TOPICS, lane=_LANE):
            if not self.shown:
                return
            visit_id = self.visit.id
            visit = await look(
                actor, get_appointment, appointment_id=parse_id(AppointmentId, visit_id)
            )
            doubts = await _doubts(actor, visit)
            async with self:
                if self.visit.id == visit_id:
                    self._show(visit, doubts)
            yield

    @rx.event
    @open_door
    async def begin(self) -> Answer:
        """Keep the buttons from being pressed twice."""
        self.busy, self.errors = True, {}

    @rx.event
    @door(WRITE)
    async def step(self, actor: Actor, to: str) -> Answer:
        """Bring the visit to another state."""
        self.busy = False
        verb = step_to(self.visit.status, to)
        await perform(actor, verb, appointment_id=self._id(), version=self.visit.version)
        await self._load(actor, self._id())
        undo = await offer_back(self, Status(self.visit.status), self.visit.id)
        return say(f"Marked “{self.visit.status_name}”.", offer=undo)

    @rx.event
    @door(WRITE)
    async def go_back(self, actor: Actor) -> Answer:
        """Take the visit's last step back, a cancellation as well."""
        self.busy = False
        visit_id, version = self._id(), self.visit.version
        done = await perform(actor, take_back, appointment_id=visit_id, version=version)
        await self._load(actor, self._id())
        words = f"Back to {taken_words(done)}."
        return refuse(f"{words} {done.refused[0]}") if done.refused else say(words)

    @rx.event
    @open_door
    async def ask_why(self, asking: bool) -> Answer:
        """Ask for the reason of a cancellation, or leave it."""
        self.cancelling, self.reason, self.errors = asking, "", {}

    @rx.event
    @open_door
    async def give_reason(self, reason: str) -> Answer:
        """Write a usual reason into the field, where it can still be changed."""
        self.reason, self.errors = reason, {}

    @rx.event
    @door(Permission.APPOINTMENT_DELETE)
    async def cancel(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Cancel the visit with its reason."""
        self.busy = False
        done = await perform(
            actor,
            cancel_series,
            appointment_id=self._id(),
            scope=scope_of(form),
            version=self.visit.version,
            reason=str(form.get("reason", "")),
        )
        self.cancelling = False
        await self._load(actor, self._id())
        whole = scope_of(form) == Scope.COMING  # one goes back with all
        ids = done.ids[:1] if whole else done.ids
        undo = await offer_back(self, Status.CANCELLED, *(str(one) for one in ids))
        return say(await with_time(actor, cancelled_words(done), done.ids), offer=undo)

    @rx.event
    @door(WRITE)
    async def move(self, actor: Actor) -> Answer:
        """Go on in the booking dialog, which finds another time."""
        del actor
        self.shown = False
        return BookingState.move(self.visit.id)

    @rx.event
    @door(WRITE)
    async def write_note(self, actor: Actor, writing: bool) -> Answer:
        """Open the note for writing, or leave it as it was."""
        del actor
        self.noting, self.errors = writing, {}
        self._note_begun, self._version_begun = self.visit.note, self.visit.version

    @rx.event
    @door(WRITE)
    async def save_note(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Keep the note, unless somebody changed it since it was opened."""
        self.busy = False
        untouched = self.visit.note == self._note_begun
        await perform(
            actor,
            edit_note,
            appointment_id=self._id(),
            version=self.visit.version if untouched else self._version_begun,
            note=str(form.get("note", "")),
        )
        self.noting = False
        await self._load(actor, self._id())
        return say("Note saved.")

    async def _load(self, actor: Actor, appointment_id: AppointmentId) -> None:
        visit = await look(actor, get_appointment, appointment_id=appointment_id)
        if visit.id != self.visit.id:
            self.cancelling = self.noting = self.staffing = False
        self.busy, self.errors = False, {}
        self._show(visit, await _doubts(actor, visit))
        self.shown = True

    def _show(self, visit: VisitSheet, doubts: list[DoubtRow]) -> None:
        self.visit, self.doubts = visit, doubts
        self.steps = step_buttons(visit)
        self.may_cancel = Status.CANCELLED in visit.moves

    def _sheet(self) -> VisitSheet:
        return self.visit

    async def _let_assist(self, actor: Actor, assistants: Assistants) -> None:
        visit_id, version = self._id(), self.visit.version
        await perform(
            actor,
            change_assistants,
            appointment_id=visit_id,
            version=version,
            assistants=assistants,
        )
        await self._load(actor, visit_id)

    def _id(self) -> AppointmentId:
        return parse_id(AppointmentId, self.visit.id, what="The visit")


async def _doubts(actor: Actor, visit: VisitSheet) -> list[DoubtRow]:
    """Return whom the visit's patient may be as well."""
    return await load_doubts(actor, parse_id(PatientId, visit.patient.id, what="The patient"))
