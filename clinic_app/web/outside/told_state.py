"""What a visit's patient is told: leaving a change untold."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.scheduling.telling.leave_untold import leave_untold
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say


class ToldState(rx.State):
    """The doors of the part; what it shows is the visit's own."""

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def leave(self, actor: Actor, visit_id: str) -> Answer:
        """Do not tell the patient what waits to be told."""
        visit = parse_id(AppointmentId, visit_id, what="The visit")
        await perform(actor, leave_untold, appointment_id=visit)
        return say("The patient is not told.")
