"""Moving visits on the calendar: a drop, by pointer or by keyboard, and its answer."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import AppointmentId, GroupId, PractitionerId, RoomId, parse_id
from clinic_app.kit.zones import to_instant, to_wall
from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.slot_rules import Need
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.visit.get_place import Place, get_group_place, get_place
from clinic_app.web.scheduling.groups.group_blocks import group_of_block
from clinic_app.web.scheduling.groups.group_move_state import GroupMoveState
from clinic_app.web.scheduling.visit.undo_state import move_visit
from clinic_app.web.scheduling.visit.undo_steps import Step
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer


class CalendarMoves(rx.State, mixin=True):
    """The door of a drop. The page shows it at once; `answered` tells it to believe the rows."""

    answered: rx.Field[int] = rx.field(0)  # the serial of the last drop that was decided
    columns_by: rx.Field[str] = rx.field("practitioner")
    view: rx.Field[str] = rx.field("day")

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def move(  # noqa: PLR0917  # what a drop sends, in its order
        self,
        actor: Actor,
        visit_id: str,
        version: int,
        column_id: str,
        start: str,
        minutes: int,
        serial: int,
    ) -> Answer:
        """Move a visit where it was dropped, or say why not; the rows then tell the truth.

        start: a wall time (see `wall_time`); minutes: 0 for as long as before; serial: the
        page's count of drops.
        """
        group_id = group_of_block(visit_id)
        if group_id:
            went = (visit_id.partition("@")[2], column_id)
            return await self._ask_about(actor, group_id, went, start, minutes, serial)
        whole, _, taken = visit_id.partition("@")  # of an assistant's column, or a device's
        appointment_id = parse_id(AppointmentId, whole, what="The visit")
        asks = False
        try:
            stands = await look(actor, get_place, appointment_id=appointment_id)
            place = self._place(actor, stands, (taken, column_id), start, minutes)
            step = Step(appointment_id, version, place)
            asks = await self._ask_scope(actor, step, stands, serial)
            return None if asks else await move_visit(self, actor, step)
        finally:
            if not asks:
                await self._settle(actor, serial)

    async def _ask_about(  # noqa: PLR0917  # what a drop sends, in its order
        self,
        actor: Actor,
        block: str,
        went: tuple[str, str],  # whose column it was dragged from, and to
        start: str,
        minutes: int,
        serial: int,
    ) -> None:
        """Put a session's block back and ask whether all of it goes, or one patient."""
        self.answered = serial
        group_id = parse_id(GroupId, block, what="The session")
        stands = await look(actor, get_group_place, group_id=group_id)
        place = self._place(actor, stands, went, start, minutes)
        dialog = await self.get_state(GroupMoveState)
        ask = dialog._drop  # pyright: ignore[reportPrivateUsage]  # a public method would be a door
        await ask(actor, group_id, place)

    def _place(
        self, actor: Actor, stands: Place, went: tuple[str, str], start: str, minutes: int
    ) -> Place:
        taken, column_id = went
        by = self.columns_by if self.view == "day" else "practitioner"
        later = _later(stands, taken) if by == "practitioner" else timedelta()
        wall = wall_time(start, actor.time_zone)
        was = to_wall(stands.start + later, actor.time_zone)
        asked: dict[str, Any] = {"start": stands.start if wall == was else wall}
        if later and wall != was:  # it was dragged by somebody's part of it
            asked["start"] = start_instant(wall, actor.time_zone) - later
        lasts = _lasting(stands, taken, minutes) if minutes else stands
        if by == "practitioner" and column_id:
            asked |= _people(lasts, taken, column_id)
        room_id: RoomId | None = None  # keeps its own where that is free
        if by == "room" and column_id:
            room_id = parse_id(RoomId, column_id, what="The room")
        return replace(lasts, room_id=room_id, outside_hours=False, lane=None, **asked)

    async def _settle(self, actor: Actor, serial: int) -> None:
        """Let the rows say where the visit stands now."""
        await self._look_again(actor)
        self.answered = serial

    async def _ask_scope(self, actor: Actor, step: Step, stands: Place, serial: int) -> bool:
        raise NotImplementedError

    async def _look_again(self, actor: Actor) -> None:
        raise NotImplementedError


def _later(stands: Place, taken: str) -> timedelta:
    """Return how long after a visit has begun one who assists is needed; none for all others."""
    parts = (part for who, part in (stands.assistants or {}).items() if str(who) == taken)
    begins, _ = next(parts, WHOLE).of(Need(stands.minutes * 60))
    return timedelta(seconds=begins)


def _lasting(stands: Place, taken: str, minutes: int) -> Place:
    """Return a place that lasts so long: of one who assists, their part of it alone."""
    helpers = stands.assistants or {}
    who = next((one for one in helpers if str(one) == taken), None)
    if who is None:
        return replace(stands, minutes=minutes)
    begins = int(_later(stands, taken).total_seconds()) // 60
    part = Part(begins, None if begins + minutes == stands.minutes else minutes)
    return replace(stands, assistants={**helpers, who: part})


def _people(stands: Place, taken: str, column_id: str) -> dict[str, Any]:
    """Return who gives the visit, or who assists instead of whom it was dragged away from."""
    who = parse_id(PractitionerId, column_id, what="The practitioner")
    if not taken:
        return {"practitioner_id": who}
    helpers = stands.assistants or {}
    if str(who) != taken and who in helpers:
        raise NotOffered("They take part in this visit already.", field="assistants")
    return {"assistants": {who if str(one) == taken else one: helpers[one] for one in helpers}}


def wall_time(text: str, zone_name: str) -> datetime:
    """Read a wall time such as 2026-11-20T09:15, or with /first or /second an instant.

    The calendar says which when an hour comes twice. Raises Invalid.
    """
    time, _, which = text.partition("/")
    try:
        wall = datetime.fromisoformat(time)
    except ValueError:
        raise Invalid("That is not a time.") from None
    if wall.tzinfo is not None or which not in {"", "first", "second"}:
        raise Invalid("That is not a time.")
    return to_instant(wall, zone_name, second_pass=which == "second") if which else wall
