"""Why is this time not free? Asked on the calendar for one column and one time."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.ids import (
    AppointmentId,
    GroupId,
    PatientId,
    PractitionerId,
    ServiceId,
    parse_id,
)
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.visit.get_place import Place, get_group_place, get_place
from clinic_app.scheduling.visit.list_appointments import read_appointment
from clinic_app.web.react.calendar import CalendarColumn, CalendarVisit
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_moves import CalendarMoves, wall_time
from clinic_app.web.scheduling.calendar.calendar_words import clock_of
from clinic_app.web.scheduling.groups.group_blocks import group_of_block
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer


@dataclass(frozen=True)
class Why:
    """The answer: the question it belongs to, and all reasons, none for a free time."""

    column_id: str = ""
    start: str = ""
    visit_id: str = ""
    reasons: list[str] = field(default_factory=list[str])


class CalendarWhy(CalendarMoves, mixin=True):
    """The door of the question."""

    why: rx.Field[Why] = rx.field(default_factory=Why)
    columns: rx.Field[list[CalendarColumn]] = rx.field(default_factory=list[CalendarColumn])
    visits: rx.Field[list[CalendarVisit]] = rx.field(default_factory=list[CalendarVisit])

    @rx.event
    @door(Permission.APPOINTMENT_READ)
    async def ask_why(self, actor: Actor, column_id: str, start: str, visit_id: str) -> Answer:
        """Say what stands against a time: for a visit that is carried, or for a new one.

        start: a wall time (see `wall_time`). visit_id: "" for a new one, of the service chosen
        last, else for any; of a room or device, what the page shows answers then.
        """
        at = wall_time(start, actor.time_zone)
        column = next((one for one in self.columns if one.id == column_id), None)
        if visit_id:
            reasons = await self._against(actor, visit_id, column_id, start)
        elif column is not None and not column.person:
            wall = at if at.tzinfo is None else to_wall(at, actor.time_zone)
            reasons = _uses(column, self.visits, wall)
        else:
            reasons = await self._explain(actor, column_id, at)
        self.why = Why(column_id, start, visit_id, reasons)

    async def _against(self, actor: Actor, visit_id: str, column_id: str, start: str) -> list[str]:
        """Say what stands against a visit, or a group's session, where it is carried."""
        group_id, (block, _, taken) = group_of_block(visit_id), visit_id.partition("@")
        try:
            if group_id:
                stands, asked = await _of_group(actor, parse_id(GroupId, group_id))
            else:
                stands, asked = await _of_visit(actor, parse_id(AppointmentId, block))
            place = self._place(actor, stands, (taken, column_id), start, 0)
            asked |= {"start": place.start, "minutes": place.minutes, "room_id": place.room_id}
            asked |= {"practitioner_id": place.practitioner_id, "assistants": place.assistants}
            return list(await look(actor, explain_time, **asked))
        except NotOffered as refusal:
            return [refusal.message]

    async def _explain(self, actor: Actor, column_id: str, start: datetime) -> list[str]:
        booking = await self.get_state(BookingState)
        asked: dict[str, Any] = {
            "practitioner_id": parse_id(PractitionerId, column_id, what="The practitioner"),
            "start": start,
        }
        if booking.shown and booking.patient_id:
            asked["patient_id"] = parse_id(PatientId, booking.patient_id, what="The patient")
        return await _explain(actor, booking.service_id, asked)


async def _of_visit(actor: Actor, visit_id: AppointmentId) -> tuple[Place, dict[str, Any]]:
    """Return where a visit stands, and what is asked of it."""
    visit = await look(actor, read_appointment, appointment_id=visit_id)
    stands = await look(actor, get_place, appointment_id=visit_id)
    who = {"moving": visit_id, "patient_id": PatientId(visit.patient_id)}
    return stands, {"service_id": ServiceId(visit.service_id), **who}


async def _of_group(actor: Actor, group_id: GroupId) -> tuple[Place, dict[str, Any]]:
    """Return the same of a session; all who come are asked about."""
    sheet = await look(actor, get_group, group_id=group_id)
    stands = await look(actor, get_group_place, group_id=group_id)
    return stands, {"service_id": parse_id(ServiceId, sheet.service_id), "group": group_id}


async def _explain(actor: Actor, service_id: str, asked: dict[str, Any]) -> list[str]:
    """Ask for the service if this practitioner gives it, else for the shortest that they give."""
    chosen = parse_id(ServiceId, service_id, what="The service") if service_id else None
    try:
        return list(await look(actor, explain_time, service_id=chosen, **asked))
    except NotOffered as refusal:
        if chosen is None:
            return [refusal.message]
    return await _explain(actor, "", asked)


def _uses(column: CalendarColumn, visits: list[CalendarVisit], wall: datetime) -> list[str]:
    at = wall.isoformat(timespec="minutes")
    return [
        f"{column.title} is taken from {clock_of(visit.start)} to {clock_of(visit.end)}."
        for visit in visits
        if visit.column_id == column.id and not visit.struck and visit.start <= at < visit.end
    ]
