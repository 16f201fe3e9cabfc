"""The queue board's state: today's cards, live, and the steps of the desk."""

from collections.abc import AsyncGenerator
from typing import Any
from uuid import UUID

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, RoomId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.desk.list_room_choices import list_room_choices
from clinic_app.scheduling.desk.queue_rows import RoomChoice
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.complete_visit import complete_visit
from clinic_app.scheduling.visit.correct_no_show import correct_no_show
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from clinic_app.scheduling.visit.start_visit import start_visit
from clinic_app.scheduling.visit.take_back import take_back
from clinic_app.scheduling.wall_words import long_day
from clinic_app.web.react.queue_board import QueueCard
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.desk.queue_sheet import (
    QUEUE_COLUMNS,
    TOPICS,
    QueueSheet,
    load_queue_sheet,
)
from clinic_app.web.scheduling.visit.undo_state import offer_back
from clinic_app.web.scheduling.visit.visit_state import VisitState
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes
from clinic_app.web.ui.choice_field import ChoiceRow

READ, WRITE = Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE

_STEPS: dict[str, Any] = {
    Status.CHECKED_IN: check_in,
    Status.COMPLETED: complete_visit,
    Status.NO_SHOW: mark_no_show,
}
_ALL = ("", "All practitioners")
_BACK = "A visit cannot go there at once: back goes one step at a time."


class QueueState(rx.State):
    """What the board shows: one day's cards, of all practitioners or of one."""

    loaded: rx.Field[bool] = rx.field(False)
    failed: rx.Field[bool] = rx.field(False)
    day: rx.Field[str] = rx.field("")  # Friday 20 November 2026
    now: rx.Field[int] = rx.field(0)  # the server's, in seconds; the browser lets it run on
    cards: rx.Field[list[QueueCard]] = rx.field(default_factory=list[QueueCard])
    practitioners: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    practitioner_id: rx.Field[str] = rx.field("")  # empty for all
    calling: rx.Field[str] = rx.field("")  # the visit whose room is being chosen
    called: rx.Field[str] = rx.field("")
    rooms: rx.Field[list[RoomChoice]] = rx.field(default_factory=list[RoomChoice])
    first_room: rx.Field[str] = rx.field("")  # which the focus begins at: Enter calls into it

    @rx.event
    @door(READ)
    async def open(self, actor: Actor) -> Answer:
        """Open the board, and close what was open on the page before."""
        self.calling = ""
        booking = [BookingState.arrive] if allows(actor.role, WRITE) else []
        return [QueueState.watch, VisitState.arrive, *booking]

    @rx.event(background=True)
    @live_door(READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load now, and again whenever something in the queue changes."""
        async for actor in pushes(self, READ, *TOPICS):
            sheet = await load_queue_sheet(actor)
            async with self:
                self._show(actor, sheet)
            yield

    @rx.event
    @door(READ)
    async def retry(self, actor: Actor) -> Answer:
        """Try to load again, and to stay up to date."""
        self._show(actor, await load_queue_sheet(actor))
        return QueueState.watch

    @rx.event
    @door(READ)
    async def filter(self, actor: Actor, practitioner_id: str) -> Answer:
        """Show one practitioner's queue, or everybody's."""
        known = any(row.value == practitioner_id for row in self.practitioners)
        self.practitioner_id = practitioner_id if known else ""
        self._show(actor, await load_queue_sheet(actor))

    @rx.event
    @door(WRITE)
    async def step(self, actor: Actor, card_id: str, to: str) -> Answer:
        """Bring a card to another column, or say why not. A call asks for the room first."""
        card = await self._find(actor, card_id)
        if to == card.back:
            return await self._back(actor, card)
        if (card.column, to) == (Status.CHECKED_IN, Status.IN_VISIT):
            return await self._call(actor, card)
        verb = _STEPS.get(to)
        if (card.column, to) == (Status.NO_SHOW, Status.CHECKED_IN):
            verb = correct_no_show
        if verb is None:
            raise IllegalMove(_BACK)
        await perform(actor, verb, appointment_id=AppointmentId(UUID(card.id)))
        return await self._done(actor, card.id)

    async def _back(self, actor: Actor, card: QueueCard) -> Answer:
        """Take a wrong click back."""
        await perform(actor, take_back, appointment_id=AppointmentId(UUID(card.id)))
        self._show(actor, await load_queue_sheet(actor, fresh=True))
        names = {column.id: column.title for column in QUEUE_COLUMNS}
        return say(f"Back to “{names[card.back]}”.")

    @rx.event
    @door(WRITE)
    async def call_into(self, actor: Actor, room_id: str) -> Answer:
        """Call the patient into the room chosen."""
        card_id, self.calling = self.calling, ""
        if not card_id:
            return None  # the second of two quick presses
        card = await self._find(actor, card_id)
        return await self._start(actor, card, parse_id(RoomId, room_id, what="The room"))

    @rx.event
    @open_door
    async def show_rooms(self, shown: bool) -> Answer:
        """Close the choice of a room (or let Radix say that it is open)."""
        if not shown:
            self.calling = ""

    async def _find(self, actor: Actor, card_id: str) -> QueueCard:
        """Return a card of today's queue, whatever this screen shows of it."""
        sheet = await load_queue_sheet(actor)
        for card in sheet.cards if sheet else ():
            if card.id == card_id:
                return card
        raise NotFound("The visit")

    async def _call(self, actor: Actor, card: QueueCard) -> Answer:
        """Start the visit, where there is more than one room after asking for it."""
        visit_id = AppointmentId(UUID(card.id))
        self.rooms = await look(actor, list_room_choices, appointment_id=visit_id)
        if len(self.rooms) < 2:
            return await self._start(actor, card, None)
        self.first_room = next((room.id for room in self.rooms if not room.taken), "")
        self.calling, self.called = card.id, f"{card.ticket} · {card.name}".removeprefix(" · ")
        return None

    async def _start(self, actor: Actor, card: QueueCard, room_id: RoomId | None) -> Answer:
        visit_id = AppointmentId(UUID(card.id))
        await perform(actor, start_visit, appointment_id=visit_id, room_id=room_id)
        return await self._done(actor, card.id)

    async def _done(self, actor: Actor, card_id: str) -> Answer:
        """Show what became of a card, and say it without a name: others may be looking."""
        sheet = await load_queue_sheet(actor, fresh=True)
        self._show(actor, sheet)
        card = next((one for one in sheet.cards if one.id == card_id), None) if sheet else None
        if card is None:
            return None
        return say(_said(card), offer=await offer_back(self, Status(card.column), card.id))

    def _show(self, actor: Actor, sheet: QueueSheet | None) -> None:
        self.failed = sheet is None
        if sheet is None:
            return
        moment = now()
        self.now = int(moment.timestamp())
        self.day = long_day(to_wall(moment, actor.time_zone))
        self.practitioners = [ChoiceRow(*each) for each in (_ALL, *sheet.practitioners)]
        cards = sheet.cards_of(self.practitioner_id)
        if self.cards != cards:
            self.cards = cards
        self.loaded = True


def _said(card: QueueCard) -> str:
    if card.column == Status.CHECKED_IN:
        return f"Checked in. Ticket {card.ticket}."
    if card.column == Status.IN_VISIT:
        return f"{card.ticket} is called" + (f" into {card.room}." if card.room else ".")
    if card.column == Status.COMPLETED:
        return f"Done. Next: {card.goes_to}." if card.goes_to else "Done."
    return "Marked “No-show”."
