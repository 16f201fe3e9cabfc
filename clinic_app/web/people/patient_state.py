"""One patient's page: what it shows, live."""

from collections.abc import AsyncGenerator

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PatientId
from clinic_app.live.topics import Topic
from clinic_app.people.doubts.list_doubts import DoubtRow
from clinic_app.people.doubts.merged_into import merged_into
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.open_patient import open_patient
from clinic_app.people.patients.patient_rows import (
    AlertRow,
    IdentifierRow,
    PatientDraft,
    PatientRow,
    PatientView,
)
from clinic_app.scheduling.visit.attendance_rules import Attendance
from clinic_app.scheduling.visit.count_missed import count_missed
from clinic_app.scheduling.visit.list_patient_appointments import (
    PAST_PAGE,
    list_patient_appointments,
)
from clinic_app.scheduling.visit.visit_rows import PatientVisit, PatientVisits
from clinic_app.web.people.alert_state import AlertState
from clinic_app.web.people.doubt_state import load_doubts
from clinic_app.web.people.edit_state import EditPatientState
from clinic_app.web.people.identifier_state import IdentifierState
from clinic_app.web.people.patient_address import patient_in_address
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.pushes import pushes
from clinic_app.web.ui.avatar import tint_for

PARTS = ("summary", "appointments")
# What was begun or shown on the page of the patient before is not this one's.
_PUT_AWAY = (EditPatientState.put_away, AlertState.put_away, IdentifierState.put_away)


class PatientState(rx.State):
    """The patient of the present address."""

    loaded: rx.Field[bool] = rx.field(False)
    missing: rx.Field[bool] = rx.field(False)
    part: rx.Field[str] = rx.field(PARTS[0])
    patient: rx.Field[PatientRow] = rx.field(default_factory=PatientRow)
    tint: rx.Field[str] = rx.field("violet")
    line: rx.Field[str] = rx.field("")  # "42 y · Female · 12 Mar 1984 · No. 1042"
    fields: rx.Field[PatientDraft] = rx.field(default_factory=PatientDraft)
    version: rx.Field[int] = rx.field(0)
    language: rx.Field[str] = rx.field("")
    kin_phone: rx.Field[str] = rx.field("")
    registered: rx.Field[str] = rx.field("")
    consent: rx.Field[str] = rx.field("")
    consent_at: rx.Field[str] = rx.field("")
    consent_by: rx.Field[str] = rx.field("")
    identifiers: rx.Field[list[IdentifierRow]] = rx.field(default_factory=list[IdentifierRow])
    alerts: rx.Field[list[AlertRow]] = rx.field(default_factory=list[AlertRow])
    coming: rx.Field[list[PatientVisit]] = rx.field(default_factory=list[PatientVisit])
    past: rx.Field[list[PatientVisit]] = rx.field(default_factory=list[PatientVisit])
    past_total: rx.Field[int] = rx.field(0)
    past_page: rx.Field[int] = rx.field(1)
    missed: rx.Field[str] = rx.field("")  # "Missed 2 of 9 visits in 12 months"
    often_misses: rx.Field[bool] = rx.field(False)
    doubts: rx.Field[list[DoubtRow]] = rx.field(default_factory=list[DoubtRow])

    @rx.event
    @door(Permission.PATIENT_READ)
    async def open(self, actor: Actor) -> Answer:
        """Open the patient's file, which is written down, and keep the page true."""
        self.loaded, self.missing = False, False
        self.part, self.past_page = PARTS[0], 1
        try:
            patient_id = patient_in_address(self)
            merged = await look(actor, merged_into, patient_id=patient_id)
            if merged is not None:
                return rx.redirect(f"/patients/{merged}", replace=True)
            view = await perform(actor, open_patient, patient_id=patient_id)
        except NotFound:
            self._clear()
            return list(_PUT_AWAY)
        attendance = await _attendance(actor, patient_id)
        self.doubts = await load_doubts(actor, patient_id)
        self._show(view, await self._visits(actor, patient_id), attendance)
        return [*_PUT_AWAY, PatientState.watch]

    @rx.event(background=True)
    @live_door(Permission.PATIENT_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again, quietly, whenever a patient or a visit changes."""
        topics = (Topic.PATIENTS, Topic.CALENDAR)
        patient_id = None
        async for actor in pushes(self, Permission.PATIENT_READ, *topics):
            # Read once, after it is known who asks: the address changes before the watch ends.
            patient_id = patient_id or patient_in_address(self)
            merged = await look(actor, merged_into, patient_id=patient_id)
            if merged is not None:
                yield rx.redirect(f"/patients/{merged}", replace=True)
                return
            view = await look(actor, get_patient, patient_id=patient_id)
            visits = await self._visits(actor, patient_id)
            attendance = await _attendance(actor, patient_id)
            doubts = await load_doubts(actor, patient_id)
            async with self:
                self.doubts = doubts
                self._show(view, visits, attendance)
            yield

    @rx.event
    @door(Permission.PATIENT_READ)
    async def show_part(self, actor: Actor, part: str) -> Answer:
        """Turn to another part of the page."""
        del actor
        if part in PARTS:
            self.part = part

    @rx.event
    @door(Permission.APPOINTMENT_READ)
    async def turn_past(self, actor: Actor, page: int) -> Answer:
        """Turn the page of past visits, from 1."""
        self.past_page = max(1, page)
        self._show_visits(await self._visits(actor, patient_in_address(self)))

    async def _visits(self, actor: Actor, patient_id: PatientId) -> PatientVisits:
        return await look(
            actor, list_patient_appointments, patient_id=patient_id, past_page=self.past_page
        )

    def _show(self, view: PatientView, visits: PatientVisits, attendance: Attendance) -> None:
        row = view.row
        self.patient, self.tint = row, tint_for(row.id)
        number = f"No. {row.file_number}"
        self.line = " · ".join(part for part in (row.age, row.sex, row.born, number) if part)
        self.fields, self.version = view.draft, view.version
        self.language, self.kin_phone = view.language, view.kin_phone
        self.registered = view.registered
        self.consent, self.consent_at = view.consent, view.consent_at
        self.consent_by = view.consent_by
        self.identifiers, self.alerts = view.identifiers, view.alerts
        self._show_visits(visits)
        self.missed, self.often_misses = attendance.words, attendance.often_misses
        self.loaded = True

    def _show_visits(self, visits: PatientVisits) -> None:
        self.coming, self.past = list(visits.coming), list(visits.past)
        self.past_total = visits.past_total
        self.past_page = min(self.past_page, max(1, -(-visits.past_total // PAST_PAGE)))

    def _clear(self) -> None:
        """Forget the patient shown before: this address leads to nobody."""
        self.reset()
        self.loaded, self.missing = True, True


async def _attendance(actor: Actor, patient_id: PatientId) -> Attendance:
    """Return how often the patient missed visits lately."""
    counted = await look(actor, count_missed, patient_ids=[patient_id])
    return counted.get(patient_id, Attendance())
