"""The patient's private link to a visit, for staff to hand over."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.pathways.patient_words import link_of
from clinic_app.scheduling.outside.make_visit_link import make_visit_link
from clinic_app.scheduling.outside.revoke_visit_links import revoke_visit_links
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say


class PatientLinkState(rx.State):
    """A link that was just made; it is shown this once."""

    visit_id: rx.Field[str] = rx.field("")
    address: rx.Field[str] = rx.field("")

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def make(self, actor: Actor, visit_id: str) -> Answer:
        """Make a link to the visit and show it."""
        visit = parse_id(AppointmentId, visit_id, what="The visit")
        token = await perform(actor, make_visit_link, appointment_id=visit)
        self.visit_id, self.address = visit_id, link_of(token)

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def take_back(self, actor: Actor, visit_id: str) -> Answer:
        """Let no link to the visit work any more."""
        visit = parse_id(AppointmentId, visit_id, what="The visit")
        count = await perform(actor, revoke_visit_links, appointment_id=visit)
        self.visit_id = self.address = ""
        words = {0: "There was no link.", 1: "The link was taken back."}
        return say(words.get(count, f"{count} links were taken back."))
