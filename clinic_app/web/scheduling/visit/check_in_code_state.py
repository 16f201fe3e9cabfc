"""The code that the desk shows a patient, or prints for them."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.kit.qr import QrCode, qr_code
from clinic_app.scheduling.desk.check_in_link import check_in_link
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer


class CheckInCodeState(rx.State):
    """One visit's code, as long as it is shown."""

    shown: rx.Field[bool] = rx.field(False)
    code: rx.Field[QrCode] = rx.field(default_factory=QrCode)
    address: rx.Field[str] = rx.field("")
    when: rx.Field[str] = rx.field("")  # Friday 20 November 2026, 9:15

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def open(self, actor: Actor, visit_id: str) -> Answer:
        """Make a code for a visit and show it."""
        known = parse_id(AppointmentId, visit_id, what="The visit")
        visit = await look(actor, get_appointment, appointment_id=known)
        self.address = await perform(actor, check_in_link, appointment_id=known)
        self.code = qr_code(self.address)
        self.when = f"{visit.time.day}, {visit.time.start}"
        self.shown = True

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog and forget the code (or let Radix say that it is open)."""
        if not (shown and self.shown):
            self.reset()
