"""Registrations that may be of somebody who is a patient already: deciding about them."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import DoubtId, PatientId, parse_id
from clinic_app.pathways.merge_registration import merge_registration
from clinic_app.people.doubts.list_doubts import DoubtRow, list_doubts
from clinic_app.people.doubts.tell_apart import tell_apart
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say


class DoubtState(rx.State):
    """The two answers; the lists are the pages' own."""

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def same(self, actor: Actor, doubt_id: str, use_contact: bool) -> Answer:
        """It is the same person: the registration goes into their file.

        use_contact: the phone or email they booked with is theirs from now on.
        """
        await perform(
            actor,
            merge_registration,
            doubt_id=parse_id(DoubtId, doubt_id, what="The registration"),
            use_contact=use_contact,
        )
        return say("Merged. The visits are in the patient’s file.")

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def another(self, actor: Actor, doubt_id: str) -> Answer:
        """It is another person: both stay as they are."""
        doubt = parse_id(DoubtId, doubt_id, what="The registration")
        await perform(actor, tell_apart, doubt_id=doubt)
        return say("Kept as two patients.")


async def load_doubts(actor: Actor, patient_id: PatientId | None = None) -> list[DoubtRow]:
    """Return the open doubts about a patient, or all."""
    return await look(actor, list_doubts, patient_id=patient_id)
