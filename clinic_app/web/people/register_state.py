"""Registering a patient: the state behind the form, to be mixed into any page's state.

    class DeskRegisterState(RegisterPatientForm, rx.State):
        async def _registered(self, actor: Actor, patient_id: str, draft: PatientDraft) -> Answer:
            ...what happens next: pick the new patient for the visit, say

The page calls `begin` with what was typed so far and places `register_patient_form`.
"""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform
from clinic_app.kit.errors import Invalid
from clinic_app.people.identifiers.identifier_rules import check_identifier, identifier_warning
from clinic_app.people.patients.patient_errors import LikelyDuplicate
from clinic_app.people.patients.patient_rows import DuplicateRow, IdentifierDraft, PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from clinic_app.web.people.patient_form import (
    MOST_IDENTIFIERS,
    consent_in,
    draft_in,
    identifiers_in,
    prefilled,
)
from clinic_app.web.people.patient_line import FormDraft, form_draft
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.saving import Saving


@dataclass(frozen=True, slots=True)
class IdentifierFields:
    """A national id's fields in the form. The number stays in the browser until saved."""

    kind: str
    warning: str = ""


# What people of a country are likely to bring; the form begins with it.
_USUAL_KINDS = {"IN": "abha", "SV": "dui"}


@dataclass(frozen=True, slots=True)
class DuplicateLine:
    """Somebody who may be the same person."""

    id: str
    name: str
    initials: str
    detail: str
    reasons: str


class RegisterPatientForm(Saving, rx.State, mixin=True):
    """The vars and doors of a registration in progress."""

    registering: rx.Field[bool] = rx.field(False)
    begun_with: rx.Field[FormDraft] = rx.field(default_factory=FormDraft)
    ids: rx.Field[list[IdentifierFields]] = rx.field(
        default_factory=lambda: [IdentifierFields("other")] * MOST_IDENTIFIERS
    )
    ids_shown: rx.Field[int] = rx.field(1)
    duplicates: rx.Field[list[DuplicateLine]] = rx.field(default_factory=list[DuplicateLine])

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def begin(self, actor: Actor, typed: str) -> Answer:
        """Open the form, filled as far as what was typed into a search allows."""
        usual = _USUAL_KINDS.get(actor.country, "other")
        self.ids, self.ids_shown = [IdentifierFields(usual)] * MOST_IDENTIFIERS, 1
        self.begun_with = form_draft(prefilled(typed))
        self.errors, self.duplicates = {}, []
        self.saving, self.registering = False, True

    @rx.event
    @open_door
    async def show_form(self, shown: bool) -> Answer:
        """Close the form (or let Radix say that it is open)."""
        self.registering = shown and self.registering
        self.duplicates = []

    @rx.event
    @open_door
    async def show_another_id(self) -> Answer:
        """Offer room for one more national id."""
        self.ids_shown = min(self.ids_shown + 1, MOST_IDENTIFIERS)

    @rx.event
    @open_door
    async def choose_id_kind(self, place: int, kind: str) -> Answer:
        """Show the fields that a kind of national id has."""
        self._change_id(place, IdentifierFields(kind))

    @rx.event
    @open_door
    async def look_at_number(self, place: int, number: str) -> Answer:
        """Say what looks wrong with a number that may be kept all the same."""
        if 0 <= place < MOST_IDENTIFIERS:
            kind = self.ids[place].kind
            self._change_id(place, IdentifierFields(kind, identifier_warning(kind, number)))

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def register(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Register what the form holds; somebody alike is shown once before."""
        self.saving = False
        if not self.registering:
            return None  # the second of two quick presses
        draft = draft_in(form)
        identifiers = self._checked_identifiers(form)
        if identifiers is None:
            return None
        try:
            patient_id = await perform(
                actor,
                register_patient,
                draft=draft,
                identifiers=identifiers,
                message_consent=consent_in(form),
            )
        except LikelyDuplicate as found:
            if not self._all_shown(found.duplicates):
                self.duplicates = [_duplicate_line(row) for row in found.duplicates]
                return None
            patient_id = await perform(
                actor,
                register_patient,
                draft=draft,
                identifiers=identifiers,
                message_consent=consent_in(form),
                although_similar=True,
            )
        self.registering, self.duplicates = False, []
        return await self._registered(actor, str(patient_id), draft)

    async def _registered(self, actor: Actor, patient_id: str, draft: PatientDraft) -> Answer:
        """Say what happens next; the page's own state does."""
        raise NotImplementedError

    def _checked_identifiers(self, form: dict[str, Any]) -> list[IdentifierDraft] | None:
        """Return the typed ids in their form, None when one of them was refused beside it."""
        checked: list[IdentifierDraft] = []
        for place, draft in identifiers_in(form).items():
            try:
                checked.append(check_identifier(draft))
            except Invalid as refusal:
                self.errors = {f"{refusal.field}_{place}": refusal.message}
                return None
        return checked

    def _all_shown(self, duplicates: list[DuplicateRow]) -> bool:
        shown = {line.id for line in self.duplicates}
        return all(row.patient.id in shown for row in duplicates)

    def _change_id(self, place: int, changed: IdentifierFields) -> None:
        self.ids = [changed if at == place else fields for at, fields in enumerate(self.ids)]


def _duplicate_line(row: DuplicateRow) -> DuplicateLine:
    patient = row.patient
    detail = " · ".join(part for part in (patient.file_number, patient.born, patient.phone) if part)
    return DuplicateLine(patient.id, patient.name, patient.initials, detail, row.reasons)


class RegisterState(RegisterPatientForm, rx.State):
    """Registering from the list of patients or the palette: leads to the new patient's page."""

    async def _registered(self, actor: Actor, patient_id: str, draft: PatientDraft) -> Answer:
        del actor, draft
        return [say("Registered."), rx.redirect(f"/patients/{patient_id}")]
