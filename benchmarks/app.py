"""The product with two more states: the floor, and the two deeds that a dialog stands before.

Free times and booking are measured as one event each, with the same door, verb and rows as the
booking dialog, but without its other fields.
"""

from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import Any

import reflex as rx
from sqlalchemy import Engine, event

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.clinic_app import app
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import PatientId, PractitionerId, ServiceId, parse_id
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer

__all__ = ["DeedsState", "FloorState", "app"]


_queries = 0


@event.listens_for(Engine, "before_cursor_execute")
def _count(_c: Any, _cur: Any, statement: str, _p: Any, _ctx: Any, _m: Any) -> None:  # noqa: ANN401
    global _queries  # noqa: PLW0603  # one count for the whole process
    _queries += "set_config" not in statement  # that only says for which clinic to ask


class FloorState(rx.State):
    """A bare Reflex event: the least that any click can cost on this process."""

    clicks: rx.Field[int] = rx.field(0)

    queries: rx.Field[int] = rx.field(-1)

    @rx.event
    async def count_queries(self) -> AsyncGenerator[None, None]:
        """Tell how often this process has asked the database."""
        self.queries = -1  # so that an unchanged number is sent as well
        yield
        self.queries = _queries

    @rx.event
    async def click(self) -> None:
        """Count one click."""
        self.clicks += 1


class DeedsState(rx.State):
    """Free times and booking, each as one event."""

    serial: rx.Field[int] = rx.field(0)
    slots: rx.Field[list[str]] = rx.field(default_factory=list[str])
    booked: rx.Field[str] = rx.field("")

    @rx.event
    @door(Permission.APPOINTMENT_READ)
    async def find(
        self, actor: Actor, service: str, practitioner: str, day: str, days: int
    ) -> Answer:
        """Show the free times of a service; of anybody when no practitioner is named."""
        found = await look(
            actor,
            find_free_slots,
            service_id=parse_id(ServiceId, service),
            practitioner_id=parse_id(PractitionerId, practitioner) if practitioner else None,
            first_day=date.fromisoformat(day),
            days=days,
        )
        self.serial += 1
        self.slots = [slot.start.isoformat() for slot in found]

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def book(
        self, actor: Actor, service: str, practitioner: str, patient: str, start: str
    ) -> Answer:
        """Book a visit."""
        booked = await perform(
            actor,
            book_appointment,
            patient_id=parse_id(PatientId, patient),
            service_id=parse_id(ServiceId, service),
            practitioner_id=parse_id(PractitionerId, practitioner),
            start=datetime.fromisoformat(start),
        )
        self.booked = str(booked.appointment_id)
