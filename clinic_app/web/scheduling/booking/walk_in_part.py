"""A walk-in stands at the desk already: booked and checked in by one click."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.web.ui.choice_field import checkbox_field
from clinic_app.web.ui.reactive import when


async def check_in_at_once(actor: Actor, appointment_id: AppointmentId) -> str:
    """Check in what was just booked, and return the words of it, with the ticket."""
    await perform(actor, check_in, appointment_id=appointment_id)
    visit = await look(actor, get_appointment, appointment_id=appointment_id)
    return f"Checked in for {visit.time.start}. Ticket {visit.ticket}."


def here_box(shown: rx.Var[bool]) -> rx.Component:
    """The tick that says so; whoever wants to come back later has it taken off."""
    return when(
        shown,
        checkbox_field(
            "here", "Is here: check in at once", id="booking-here", default_checked=True
        ),
    )
