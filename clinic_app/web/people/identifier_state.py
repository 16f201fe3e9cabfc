"""National ids on a patient’s page: shown on request, added, removed."""

from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform
from clinic_app.kit.ids import IdentifierId, PatientId, parse_id
from clinic_app.people.identifiers.add_identifier import add_identifier
from clinic_app.people.identifiers.identifier_rules import identifier_warning
from clinic_app.people.identifiers.remove_identifier import remove_identifier
from clinic_app.people.identifiers.reveal_identifier import reveal_identifier
from clinic_app.people.patients.patient_rows import IdentifierDraft
from clinic_app.web.people.patient_address import patient_in_address
from clinic_app.web.people.patient_form import text_in
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.saving import Saving


class IdentifierState(Saving, rx.State):
    """National ids: shown on request, added, removed."""

    adding: rx.Field[bool] = rx.field(False)
    kind: rx.Field[str] = rx.field("other")
    warning: rx.Field[str] = rx.field("")
    removing: rx.Field[str] = rx.field("")
    shown_id: rx.Field[str] = rx.field("")
    shown_number: rx.Field[str] = rx.field("")
    _patient: str = ""  # whose number it will be: the address may lead on to somebody else

    @rx.event
    @door(Permission.IDENTIFIER_READ)
    async def reveal(self, actor: Actor, identifier_id: str) -> Answer:
        """Show one number in the clear; that it was read is written down."""
        wanted = parse_id(IdentifierId, identifier_id, what="This number")
        self.shown_number = await perform(actor, reveal_identifier, identifier_id=wanted)
        self.shown_id = identifier_id

    @rx.event
    @open_door
    async def hide(self) -> Answer:
        """Hide the number again."""
        self.shown_id = self.shown_number = ""

    @rx.event
    @door(Permission.IDENTIFIER_READ)
    async def begin(self, actor: Actor) -> Answer:
        """Open the dialog that adds one."""
        self._patient = str(patient_in_address(self))
        self.kind = {"IN": "abha", "SV": "dui"}.get(actor.country, "other")
        self.errors, self.warning, self.saving, self.adding = {}, "", False, True

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog (or let Radix say that it is open)."""
        self.adding = shown and self.adding

    @rx.event
    @open_door
    async def put_away(self) -> Answer:
        """Hide what was shown and forget what was begun: another page is being opened."""
        self.reset()

    @rx.event
    @open_door
    async def choose_kind(self, kind: str) -> Answer:
        """Show the fields that a kind of number has."""
        self.kind, self.warning = kind, ""

    @rx.event
    @open_door
    async def look_at(self, number: str) -> Answer:
        """Say what looks wrong with a number that may be kept all the same."""
        self.warning = identifier_warning(self.kind, number)

    @rx.event
    @door(Permission.IDENTIFIER_READ)
    async def add(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Add the number that the form holds."""
        self.saving = False
        if not self.adding:
            return None
        draft = IdentifierDraft(
            text_in(form, "kind"), text_in(form, "number"), text_in(form, "label")
        )
        patient_id = parse_id(PatientId, self._patient, what="This patient")
        await perform(actor, add_identifier, patient_id=patient_id, draft=draft)
        self.adding = False
        return say("Number added.")

    @rx.event
    @open_door
    async def ask_to_remove(self, identifier_id: str) -> Answer:
        """Ask before a number is removed."""
        self.removing = identifier_id

    @rx.event
    @open_door
    async def keep(self, asked: bool) -> Answer:
        """Let the number stand."""
        if not asked:
            self.removing = ""

    @rx.event
    @door(Permission.IDENTIFIER_READ)
    async def remove(self, actor: Actor) -> Answer:
        """Remove the number that was asked about."""
        wanted = parse_id(IdentifierId, self.removing, what="This number")
        self.removing = ""
        await perform(actor, remove_identifier, identifier_id=wanted)
        return say("Number removed.")
