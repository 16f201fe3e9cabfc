"""Why is this time not free? Asked on the calendar for one column and one time."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.ids import PractitionerId, ServiceId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.web.react.calendar import CalendarColumn, CalendarVisit
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.scheduling.calendar.calendar_moves import wall_time
from clinic_app.web.scheduling.calendar.calendar_words import clock_of
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer


@dataclass(frozen=True)
class Why:
    """The answer: the question it belongs to, and all reasons, none for a free time."""

    column_id: str = ""
    start: str = ""
    reasons: list[str] = field(default_factory=list[str])


class CalendarWhy(rx.State, mixin=True):
    """The door of the question."""

    why: rx.Field[Why] = rx.field(default_factory=Why)
    columns: rx.Field[list[CalendarColumn]] = rx.field(default_factory=list[CalendarColumn])
    visits: rx.Field[list[CalendarVisit]] = rx.field(default_factory=list[CalendarVisit])

    @rx.event
    @door(Permission.APPOINTMENT_READ)
    async def ask_why(self, actor: Actor, column_id: str, start: str) -> Answer:
        """Say what stands against a time: for the service chosen last, else for any visit.

        start: a wall time (see `wall_time`). Of a room or device, what the page shows answers.
        """
        at = wall_time(start, actor.time_zone)
        column = next((one for one in self.columns if one.id == column_id), None)
        if column is not None and not column.person:
            wall = at if at.tzinfo is None else to_wall(at, actor.time_zone)
            reasons = _uses(column, self.visits, wall)
        else:
            booking = await self.get_state(BookingState)
            who = parse_id(PractitionerId, column_id, what="The practitioner")
            reasons = await _explain(actor, who, booking.service_id, at)
        self.why = Why(column_id, start, reasons)


async def _explain(
    actor: Actor, who: PractitionerId, service_id: str, start: datetime
) -> list[str]:
    """Ask for the service if this practitioner gives it, else for the shortest that they give."""
    asked: dict[str, Any] = {"practitioner_id": who, "start": start}
    chosen = parse_id(ServiceId, service_id, what="The service") if service_id else None
    try:
        return list(await look(actor, explain_time, service_id=chosen, **asked))
    except NotOffered as refusal:
        if chosen is None:
            return [refusal.message]
    return await _explain(actor, who, "", start)


def _uses(column: CalendarColumn, visits: list[CalendarVisit], wall: datetime) -> list[str]:
    at = wall.isoformat(timespec="minutes")
    return [
        f"{column.title} is taken from {clock_of(visit.start)} to {clock_of(visit.end)}."
        for visit in visits
        if visit.column_id == column.id and not visit.struck and visit.start <= at < visit.end
    ]
