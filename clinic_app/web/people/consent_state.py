"""Consent to messages on a patient’s page."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform
from clinic_app.people.patients.set_message_consent import set_message_consent
from clinic_app.web.people.patient_address import patient_in_address
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say


class ConsentState(rx.State):
    """Whether the patient agrees to messages."""

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def write_down(self, actor: Actor, given: bool) -> Answer:
        """Write down a yes or no."""
        patient_id = patient_in_address(self)
        await perform(actor, set_message_consent, patient_id=patient_id, given=given)
        return say("Written down.")
