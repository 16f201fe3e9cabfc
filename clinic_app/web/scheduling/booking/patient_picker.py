"""Choosing a patient by typing a part of the name, the phone or the file number."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.database.transaction import look
from clinic_app.kit.ids import PatientId, parse_id
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.search_patients import search_patients
from clinic_app.scheduling.visit.count_missed import count_missed
from clinic_app.web.react.command import FoundRow
from clinic_app.web.scheduling.booking.booking_words import found_patient, patient_line
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer

_MOST = 5  # so that the line that registers a new patient stays in sight


class PatientPicker(rx.State, mixin=True):
    """The vars and doors of the patient's field."""

    patients: rx.Field[list[FoundRow]] = rx.field(default_factory=list[FoundRow])
    patients_for: rx.Field[str] = rx.field("")  # what was typed to find them
    patient_id: rx.Field[str] = rx.field("")
    patient: rx.Field[str] = rx.field("")
    patient_line: rx.Field[str] = rx.field("")  # by which they are known: number, birth, phone
    patient_misses: rx.Field[str] = rx.field("")  # of one who often does: how often

    @rx.event(supersedes=True)
    @door(Permission.PATIENT_READ)
    async def find_patient(self, actor: Actor, query: str) -> Answer:
        """Search while somebody types; the newest answer wins."""
        hits = await look(actor, search_patients, text=query) if query.strip() else []
        shown = hits[:_MOST]
        missed = await missed_words(actor, [hit.patient.id for hit in shown])
        self.patients = [found_patient(hit, missed.get(hit.patient.id, "")) for hit in shown]
        self.patients_for = query

    @rx.event
    @door(Permission.PATIENT_READ)
    async def pick_patient(self, actor: Actor, patient_id: str) -> Answer:
        """Choose one of those found."""
        if any(row.id == patient_id for row in self.patients):
            await self._take_patient(actor, patient_id)
            await self._search_for_patient(actor)

    @rx.event
    @door(Permission.PATIENT_READ)
    async def take_patient(self, actor: Actor, patient_id: str) -> Answer:
        """Choose a patient by id: one just registered, or whose page one comes from."""
        await self._take_patient(actor, patient_id)
        await self._search_for_patient(actor)

    @rx.event
    @door(Permission.PATIENT_READ)
    async def clear_patient(self, actor: Actor) -> Answer:
        """Make room for another."""
        self._choose_patient("", "")
        await self._search_for_patient(actor)

    async def _take_patient(self, actor: Actor, patient_id: str) -> None:
        known = parse_id(PatientId, patient_id, what="This patient")
        patient = await look(actor, get_patient, patient_id=known)
        self._choose_patient(patient.row.id, patient.row.name)
        self.patient_line = patient_line(patient.row)
        self.patient_misses = await self._misses(actor)

    def _choose_patient(self, patient_id: str, name: str) -> None:
        self.patient_id, self.patient = patient_id, name
        self.patients = []
        self.patient_line = self.patient_misses = ""

    async def _search_for_patient(self, actor: Actor) -> None:
        """Look for what depends on the patient; of a wish to be told, nothing does."""

    async def _misses(self, actor: Actor) -> str:
        return (await missed_words(actor, [self.patient_id])).get(self.patient_id, "")


async def missed_words(actor: Actor, patient_ids: list[str]) -> dict[str, str]:
    """Return for those who often miss visits how often they did, for who may know."""
    if not may(actor, Permission.APPOINTMENT_READ):
        return {}
    ids = [parse_id(PatientId, one) for one in patient_ids]
    counted = await look(actor, count_missed, patient_ids=ids)
    return {str(who): each.words for who, each in counted.items() if each.often_misses}
