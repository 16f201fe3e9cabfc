"""Editing a patient: a form, and both versions side by side when somebody else was faster."""

from dataclasses import asdict, dataclass, replace
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import PatientId, parse_id
from clinic_app.people.patients.edit_patient import edit_patient
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.languages import LANGUAGES
from clinic_app.people.patients.patient_errors import PatientChanged
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.patient_rules import SEXES
from clinic_app.web.people.patient_address import patient_in_address
from clinic_app.web.people.patient_form import draft_in
from clinic_app.web.people.patient_line import FormDraft, form_draft
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.saving import Saving

LABELS = {
    "name": "Full name",
    "birth": "Birth date",
    "sex": "Sex",
    "phone": "Phone",
    "email": "Email",
    "address": "Address",
    "kin_name": "Next of kin",
    "kin_relation": "Relation",
    "kin_phone": "Phone of next of kin",
    "language": "Language",
    "file_number": "File number",
}
_WORDS: dict[str, dict[str, str]] = {"sex": SEXES, "language": LANGUAGES}


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A field that two people left different, and whose value is chosen."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str  # "mine" or "theirs"
    by_both: bool  # both changed it: the one to look at


def differences(
    base: PatientDraft, mine: PatientDraft, theirs: PatientDraft
) -> list[DifferenceRow]:
    """Return the fields in which two versions differ, choosing what only one of them changed."""
    before, left, right = asdict(base), asdict(mine), asdict(theirs)
    return [
        DifferenceRow(
            name=name,
            label=label,
            mine=_in_words(name, left[name]),
            theirs=_in_words(name, right[name]),
            chosen="theirs" if left[name] == before[name] else "mine",
            by_both=before[name] not in (left[name], right[name]),
        )
        for name, label in LABELS.items()
        if left[name] != right[name]
    ]


def _in_words(name: str, value: str) -> str:
    return _WORDS.get(name, {}).get(value, value) or "(empty)"


class EditPatientState(Saving, rx.State):
    """The edit form of the present patient."""

    editing: rx.Field[bool] = rx.field(False)
    form: rx.Field[FormDraft] = rx.field(default_factory=FormDraft)
    version: rx.Field[int] = rx.field(0)
    collided: rx.Field[bool] = rx.field(False)
    rows: rx.Field[list[DifferenceRow]] = rx.field(default_factory=list[DifferenceRow])
    _patient: str = ""  # whose form it is: the address may lead on to somebody else
    _opened: PatientDraft = PatientDraft()
    _mine: PatientDraft = PatientDraft()
    _theirs: PatientDraft = PatientDraft()
    _their_version: int = 0

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def begin(self, actor: Actor) -> Answer:
        """Open the form with what stands now."""
        patient_id = patient_in_address(self)
        view = await look(actor, get_patient, patient_id=patient_id)
        self._patient = str(patient_id)
        self._opened, self.version = view.draft, view.version
        self.form, self.errors = form_draft(view.draft), {}
        self.collided, self.saving, self.editing = False, False, True

    @rx.event
    @open_door
    async def show_form(self, shown: bool) -> Answer:
        """Close the form (or let Radix say that it is open)."""
        self.editing = shown and self.editing

    @rx.event
    @open_door
    async def put_away(self) -> Answer:
        """Forget the form: the page of another patient, or this one afresh, is being opened."""
        self.reset()

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save what the form holds, or show both versions."""
        self.saving = False
        if not self.editing:
            return None  # the second of two quick presses
        return await self._save(actor, draft_in(form), self._opened, self.version)

    @rx.event
    @open_door
    async def choose(self, name: str, whose: str) -> Answer:
        """Take one field from one of the two versions."""
        if whose in {"mine", "theirs"}:
            self.rows = [
                replace(row, chosen=whose) if row.name == name else row for row in self.rows
            ]

    @rx.event
    @open_door
    async def back_to_form(self) -> Answer:
        """Leave the comparison; the form still holds what was typed, and collides again."""
        self.collided = False

    @rx.event
    @door(Permission.PATIENT_WRITE)
    async def save_chosen(self, actor: Actor) -> Answer:
        """Save the two versions put together as chosen."""
        self.saving = False
        if not self.collided:
            return None
        mine, theirs = asdict(self._mine), asdict(self._theirs)
        kept = {row.name: mine[row.name] for row in self.rows if row.chosen == "mine"}
        merged = PatientDraft(**{**theirs, **kept})
        self.collided = False  # a refusal of one field shows beside it, in the form
        return await self._save(actor, merged, self._theirs, self._their_version)

    async def _save(
        self, actor: Actor, draft: PatientDraft, base: PatientDraft, version: int
    ) -> Answer:
        """Save a draft that began as `base`, read at `version`."""
        patient_id = parse_id(PatientId, self._patient, what="This patient")
        try:
            await perform(actor, edit_patient, patient_id=patient_id, version=version, draft=draft)
        except PatientChanged as changed:
            self.rows = differences(base, draft, changed.theirs)
            self._mine, self._theirs = draft, changed.theirs
            self._their_version = changed.version
            self.collided = bool(self.rows)
            if self.collided:
                return None
        self.editing = False
        return say("Saved.")
