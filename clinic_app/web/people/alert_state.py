"""Alerts on a patient’s page: adding one, ending one."""

from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.database.transaction import perform
from clinic_app.kit.ids import AlertId, PatientId, parse_id
from clinic_app.people.patients.add_alert import add_alert
from clinic_app.people.patients.end_alert import end_alert
from clinic_app.web.people.patient_address import patient_in_address
from clinic_app.web.people.patient_form import text_in
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.saving import Saving


class AlertState(Saving, rx.State):
    """The dialog that adds an alert, and the question before one is ended."""

    adding: rx.Field[bool] = rx.field(False)
    may_be_clinical: rx.Field[bool] = rx.field(False)
    ending: rx.Field[str] = rx.field("")
    ending_line: rx.Field[str] = rx.field("")
    _patient: str = ""  # whose alert it will be: the address may lead on to somebody else

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def begin(self, actor: Actor) -> Answer:
        """Open the dialog."""
        self._patient = str(patient_in_address(self))
        self.may_be_clinical = allows(actor.role, Permission.CLINICAL_WRITE)
        self.errors, self.saving, self.adding = {}, False, True

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog (or let Radix say that it is open)."""
        self.adding = shown and self.adding

    @rx.event
    @open_door
    async def put_away(self) -> Answer:
        """Forget what was begun: the page of another patient is being opened."""
        self.reset()

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def add(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Add the alert that the form holds."""
        self.saving = False
        if not self.adding:
            return None
        await perform(
            actor,
            add_alert,
            patient_id=parse_id(PatientId, self._patient, what="This patient"),
            line=text_in(form, "line"),
            severity=text_in(form, "severity"),
            clinical=text_in(form, "clinical") == "yes",
        )
        self.adding = False
        return say("Alert added.")

    @rx.event
    @open_door
    async def ask_to_end(self, alert_id: str, line: str) -> Answer:
        """Ask before an alert is ended."""
        self.ending, self.ending_line, self.saving = alert_id, line, False

    @rx.event
    @open_door
    async def keep(self, asked: bool) -> Answer:
        """Let the alert stand."""
        if not asked:
            self.ending = ""

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def end(self, actor: Actor) -> Answer:
        """End the alert that was asked about."""
        alert_id, self.ending = self.ending, ""
        await perform(actor, end_alert, alert_id=parse_id(AlertId, alert_id, what="This alert"))
        return say("Alert ended.")
