"""Registering a patient in the middle of a booking, who then stands in its field."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.web.people.register_state import RegisterPatientForm
from clinic_app.web.scheduling.booking.booking_state import BookingState
from clinic_app.web.session.messenger import Answer, say


class DeskRegisterState(RegisterPatientForm, rx.State):
    """The registration that lies over the booking dialog."""

    async def _registered(self, actor: Actor, patient_id: str, draft: PatientDraft) -> Answer:
        del actor, draft
        return [BookingState.take_patient(patient_id), say("Registered.")]
