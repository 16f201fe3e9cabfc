"""One patient's page: strangers first, what each role receives, and two people at once."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import PatientId, new_uuid
from clinic_app.people.identifiers.add_identifier import add_identifier
from clinic_app.people.patient_tables import PatientAlert, PatientConsent, PatientIdentifier
from clinic_app.people.patients.add_alert import add_alert
from clinic_app.people.patients.edit_patient import edit_patient
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.patient_rows import IdentifierDraft, PatientDraft
from clinic_app.web.people.alert_state import AlertState
from clinic_app.web.people.consent_state import ConsentState
from clinic_app.web.people.edit_state import EditPatientState, differences
from clinic_app.web.people.identifier_state import IdentifierState
from clinic_app.web.people.patient_line import form_draft
from clinic_app.web.people.patient_state import PatientState
from tests.cast import Clinic
from tests.people.patients import register
from tests.people.trail import rows, tags
from tests.web.people.desk import sent_to_browser, tab_of
from tests.web.tab import Tab


async def _form_of(clinic: Clinic, patient_id: PatientId) -> dict[str, Any]:
    """Return what the edit form sends when nothing was changed in it."""
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    return asdict(form_draft(view.draft))


async def test_another_clinics_patient_looks_missing(clinic: Clinic, other_clinic: Clinic) -> None:
    patient_id = await register(clinic)
    shown: list[str] = []
    for wanted in (patient_id, new_uuid(), "nonsense"):
        tab = await tab_of(other_clinic.owner, wanted)
        assert PatientState.watch not in await tab.send(PatientState, "open")
        assert tab.state(PatientState).missing
        shown.append(sent_to_browser(tab, PatientState))
    assert shown[0] == shown[1] == shown[2]
    assert await tags(other_clinic) == []


async def test_nothing_of_another_clinics_patient_can_be_changed(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    patient_id = await register(clinic)
    alert = await perform(
        clinic.doctor,
        add_alert,
        patient_id=patient_id,
        line="Latex",
        severity="danger",
        clinical=True,
    )
    number = await perform(
        clinic.doctor,
        add_identifier,
        patient_id=patient_id,
        draft=IdentifierDraft("dui", "12345678-4"),
    )
    before = await tags(clinic)
    tab = await tab_of(other_clinic.owner, patient_id)
    for state in (EditPatientState, AlertState, IdentifierState):
        await tab.send(state, "begin")
    tab.state(AlertState).adding = tab.state(IdentifierState).adding = True
    tab.state(EditPatientState).editing = True
    tab.state(AlertState).ending = str(alert)
    tab.state(IdentifierState).removing = str(number)
    await tab.send(EditPatientState, "save", {"name": "Stolen", "file_number": "1"})
    await tab.send(AlertState, "add", {"line": "Stolen", "severity": "info"})
    await tab.send(AlertState, "end")
    await tab.send(IdentifierState, "add", {"kind": "other", "label": "Stolen", "number": "1"})
    await tab.send(IdentifierState, "reveal", str(number))
    await tab.send(IdentifierState, "remove")
    await tab.send(ConsentState, "write_down", True)
    assert await tags(clinic) == before
    assert await tags(other_clinic) == []
    assert "12345678" not in sent_to_browser(tab)


async def test_without_a_session_the_page_stays_empty(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    tab = await tab_of(clinic.reception, patient_id)
    stranger = Tab("not-a-token")
    stranger.root.router = replace(tab.root.router, headers=stranger.root.router.headers)
    answer = await stranger.send(PatientState, "open")
    assert "/sign-in" in str(answer)
    assert "Marín" not in sent_to_browser(stranger)


async def test_the_page_is_filled_and_its_opening_written_down_once(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    tab = await tab_of(clinic.doctor, patient_id)
    await tab.send(PatientState, "open")
    state = tab.state(PatientState)
    assert state.patient.name == "Sofía Marín"
    assert state.line.endswith("Female · 12 Mar 1984 · No. 10000")
    await tab.send(PatientState, "show_part", "appointments")
    await tab.send(PatientState, "show_part", "nonsense")
    await tab.send(PatientState, "turn_past", 7)
    assert (state.part, state.past_page) == ("appointments", 1)
    assert (await tags(clinic)).count("patient:open") == 1


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.PHARMACY, Role.LAB])
async def test_no_clinical_alert_reaches_their_browser(clinic: Clinic, role: Role) -> None:
    patient_id = await register(clinic)
    await perform(
        clinic.doctor,
        add_alert,
        patient_id=patient_id,
        line="Penicillin, anaphylaxis",
        severity="danger",
        clinical=True,
    )
    tab = await tab_of(clinic.team[role], patient_id)
    await tab.send(PatientState, "open")
    assert tab.state(PatientState).patient.name == "Sofía Marín"
    assert "enicillin" not in sent_to_browser(tab)
    doctors = await tab_of(clinic.doctor, patient_id)
    await doctors.send(PatientState, "open")
    assert "enicillin" in sent_to_browser(doctors)


async def test_alerts_ids_and_consent_from_the_page(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    tab = await tab_of(clinic.reception, patient_id)
    await tab.send(AlertState, "begin")
    assert not tab.state(AlertState).may_be_clinical
    await tab.send(AlertState, "add", {"line": " ", "severity": "warning"})
    assert "line" in tab.state(AlertState).errors
    await tab.send(AlertState, "add", {"line": "Deaf", "severity": "warning", "clinical": "yes"})
    assert await rows(clinic, PatientAlert) == []  # not hers to write
    await tab.send(AlertState, "add", {"line": "Deaf", "severity": "warning"})
    (alert,) = await rows(clinic, PatientAlert)
    await tab.send(AlertState, "ask_to_end", str(alert.id), alert.line)
    await tab.send(AlertState, "end")
    assert (await rows(clinic, PatientAlert))[0].ended_at is not None

    await tab.send(IdentifierState, "begin")
    form = {"kind": "dui", "number": "12345678-4"}
    await tab.send(IdentifierState, "add", form)
    await tab.send(IdentifierState, "add", form)  # pressed twice
    (kept,) = await rows(clinic, PatientIdentifier)
    await tab.send(IdentifierState, "reveal", str(kept.id))
    assert tab.state(IdentifierState).shown_number == "12345678-4"
    await tab.send(IdentifierState, "hide")
    assert "12345678" not in sent_to_browser(tab)

    await tab.send(ConsentState, "write_down", False)
    (consent,) = await rows(clinic, PatientConsent)
    assert consent.given is False


async def test_an_edit_is_saved(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    tab = await tab_of(clinic.reception, patient_id)
    await tab.send(EditPatientState, "begin")
    form = await _form_of(clinic, patient_id)
    assert form == asdict(tab.state(EditPatientState).form)
    await tab.send(EditPatientState, "save", {**form, "birth_day": "", "birth_year": "1985"})
    assert not tab.state(EditPatientState).editing
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert view.draft.birth == "1985"


async def test_two_edits_at_once_lose_nothing(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    tab = await tab_of(clinic.reception, patient_id)
    state = tab.state(EditPatientState)
    await tab.send(EditPatientState, "begin")
    form = await _form_of(clinic, patient_id)
    view = await look(clinic.doctor, get_patient, patient_id=patient_id)
    theirs = replace(view.draft, email="doctor@example.com", phone="+1 212-555-0001")
    await perform(clinic.doctor, edit_patient, patient_id=patient_id, version=1, draft=theirs)

    mine = {**form, "address": "1 Main St", "phone": "+1 212-555-0002"}
    await tab.send(EditPatientState, "save", mine)
    chosen = {row.name: (row.chosen, row.by_both) for row in state.rows}
    assert state.collided
    assert chosen == {
        "phone": ("mine", True),
        "email": ("theirs", False),
        "address": ("mine", False),
    }
    # Back to the form and save again: the comparison comes again, nothing is overwritten.
    await tab.send(EditPatientState, "back_to_form")
    await tab.send(EditPatientState, "save", mine)
    assert state.collided
    await tab.send(EditPatientState, "choose", "phone", "theirs")
    await tab.send(EditPatientState, "choose", "email", "nonsense")
    await tab.send(EditPatientState, "save_chosen")
    assert not state.editing
    saved = (await look(clinic.doctor, get_patient, patient_id=patient_id)).draft
    assert saved == replace(theirs, address="1 Main St")


async def test_a_third_edit_while_choosing_is_compared_again(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    tab = await tab_of(clinic.reception, patient_id)
    state = tab.state(EditPatientState)
    await tab.send(EditPatientState, "begin")
    form = await _form_of(clinic, patient_id)
    draft = (await look(clinic.doctor, get_patient, patient_id=patient_id)).draft
    second = replace(draft, email="second@example.com")
    await perform(clinic.doctor, edit_patient, patient_id=patient_id, version=1, draft=second)
    await tab.send(EditPatientState, "save", {**form, "address": "1 Main St"})
    third = replace(second, kin_name="José")
    await perform(clinic.doctor, edit_patient, patient_id=patient_id, version=2, draft=third)
    await tab.send(EditPatientState, "save_chosen")
    assert state.collided
    assert {row.name: row.chosen for row in state.rows} == {
        "address": "mine",
        "kin_name": "theirs",
    }
    await tab.send(EditPatientState, "save_chosen")
    saved = (await look(clinic.doctor, get_patient, patient_id=patient_id)).draft
    assert saved == replace(third, address="1 Main St")


async def test_a_refused_field_of_the_choice_shows_in_the_form(clinic: Clinic) -> None:
    await register(clinic, PatientDraft(name="Old File", file_number="42"))
    patient_id = await register(clinic)
    tab = await tab_of(clinic.reception, patient_id)
    state = tab.state(EditPatientState)
    await tab.send(EditPatientState, "begin")
    form = await _form_of(clinic, patient_id)
    draft = (await look(clinic.doctor, get_patient, patient_id=patient_id)).draft
    theirs = replace(draft, email="a@example.com")
    await perform(clinic.doctor, edit_patient, patient_id=patient_id, version=1, draft=theirs)
    await tab.send(EditPatientState, "save", {**form, "file_number": "42"})
    await tab.send(EditPatientState, "save_chosen")
    assert (state.editing, state.collided) == (True, False)
    assert set(state.errors) == {"file_number"}


def test_only_what_differs_is_compared_in_words() -> None:
    base = PatientDraft(name="Ana", sex="female", language="es")
    rows = differences(base, replace(base, sex="other"), replace(base, language=""))
    assert [(row.label, row.mine, row.theirs, row.chosen) for row in rows] == [
        ("Sex", "Other", "Female", "mine"),
        ("Language", "Spanish", "(empty)", "theirs"),
    ]
