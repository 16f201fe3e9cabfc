"""Registering from a page: who may not, what is shown before saving, and quick fingers."""

from typing import Any

import pytest

from clinic_app.access.roles import Role
from clinic_app.people.patient_tables import Patient, PatientConsent, PatientIdentifier
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.web.people.patient_form import (
    consent_in,
    draft_in,
    identifiers_in,
    prefilled,
)
from clinic_app.web.people.register_state import RegisterState
from tests.cast import Clinic
from tests.people.patients import register
from tests.people.trail import rows, tags
from tests.web.people.desk import sent_to_browser, tab_of
from tests.web.tab import Tab

SOFIA: dict[str, Any] = {
    "name": "Sofía Marín",
    "birth_day": "1984-03-12",
    "sex": "female",
    "phone": "(212) 555-0142",
    "consent": "yes",
}


async def _form(clinic: Clinic, typed: str = "") -> Tab:
    tab = await tab_of(clinic.reception)
    await tab.send(RegisterState, "begin", typed)
    return tab


@pytest.mark.parametrize("role", [None, Role.PHARMACY, Role.LAB])
async def test_who_may_not_register_registers_nobody(clinic: Clinic, role: Role | None) -> None:
    tab = Tab("not-a-token") if role is None else await tab_of(clinic.team[role])
    tab.state(RegisterState).registering = True
    await tab.send(RegisterState, "begin", "")
    await tab.send(RegisterState, "register", SOFIA)
    assert await rows(clinic, Patient) == []
    assert await tags(clinic) == []


async def test_the_form_begins_with_what_was_typed_and_leads_to_the_new_page(
    clinic: Clinic,
) -> None:
    tab = await _form(clinic, "Sofia Marin 212 555 0142")
    state = tab.state(RegisterState)
    assert (state.begun_with.name, state.begun_with.phone) == ("Sofia Marin", "212 555 0142")
    answer = await tab.send(RegisterState, "register", SOFIA)
    (patient,) = await rows(clinic, Patient)
    assert f"/patients/{patient.id}" in str(answer)
    assert "Marín" not in str(answer)  # what is said aloud names nobody
    assert not state.registering
    assert (await rows(clinic, PatientConsent))[0].given


async def test_a_second_press_registers_nobody_twice(clinic: Clinic) -> None:
    tab = await _form(clinic)
    await tab.send(RegisterState, "register", SOFIA)
    assert await tab.send(RegisterState, "register", SOFIA) is None
    assert len(await rows(clinic, Patient)) == 1


async def test_somebody_alike_is_shown_once_before_saving(clinic: Clinic) -> None:
    first = await register(clinic)
    tab = await _form(clinic)
    state = tab.state(RegisterState)
    await tab.send(RegisterState, "register", SOFIA)
    assert [line.id for line in state.duplicates] == [str(first)]
    assert state.duplicates[0].reasons.startswith("Same phone")
    assert state.registering
    assert len(await rows(clinic, Patient)) == 1
    # What is typed next is like somebody else, who was not shown yet.
    other = await register(clinic, PatientDraft(name="Omar Hassan", phone="212 555 0199"))
    await tab.send(RegisterState, "register", {**SOFIA, "phone": "212 555 0199"})
    assert str(other) in {line.id for line in state.duplicates}
    assert len(await rows(clinic, Patient)) == 2
    await tab.send(RegisterState, "register", {**SOFIA, "phone": "212 555 0199"})
    assert len(await rows(clinic, Patient)) == 3
    assert state.duplicates == []


async def test_a_wrong_field_keeps_the_form_open_and_says_so_beside_it(clinic: Clinic) -> None:
    await register(clinic, PatientDraft(name="Old File", file_number="42"))
    tab = await _form(clinic)
    state = tab.state(RegisterState)
    for changed, field in (
        ({"name": ""}, "name"),
        ({"birth_day": "", "birth_year": "2999"}, "birth"),
        ({"phone": "12"}, "phone"),
        ({"file_number": "42"}, "file_number"),
    ):
        await tab.send(RegisterState, "begin_saving")
        await tab.send(RegisterState, "register", {**SOFIA, **changed})
        assert set(state.errors) == {field}
        assert (state.registering, state.saving) == (True, False)
    assert len(await rows(clinic, Patient)) == 1


async def test_a_wrong_national_id_is_told_in_its_own_row(clinic: Clinic) -> None:
    tab = await _form(clinic)
    ids = {
        "id_kind_0": "dui",
        "id_number_0": "12345678-4",
        "id_kind_1": "abha",
        "id_number_1": "12",
    }
    await tab.send(RegisterState, "register", {**SOFIA, **ids})
    assert set(tab.state(RegisterState).errors) == {"number_1"}
    await tab.send(RegisterState, "register", {**SOFIA, **ids, "id_number_1": ""})
    (kept,) = await rows(clinic, PatientIdentifier)
    assert kept.kind == "dui"


async def test_a_wrong_check_digit_is_a_warning_and_the_number_stays_in_the_browser(
    clinic: Clinic,
) -> None:
    tab = await _form(clinic)
    state = tab.state(RegisterState)
    await tab.send(RegisterState, "choose_id_kind", 0, "dui")
    await tab.send(RegisterState, "look_at_number", 0, "12345678-9")
    assert "would be 4" in state.ids[0].warning
    assert "12345678" not in sent_to_browser(tab, RegisterState)
    for nonsense in (-1, 3, 99):
        await tab.send(RegisterState, "look_at_number", nonsense, "12345678-9")
        await tab.send(RegisterState, "choose_id_kind", nonsense, "dui")
    assert len(state.ids) == 3


def test_a_form_of_nonsense_is_an_empty_one() -> None:
    form: dict[str, object] = {"name": 1, "birth_day": ["x"], "phone": None, "id_number_0": {}}
    assert draft_in(form) == PatientDraft()
    assert identifiers_in(form) == {}
    assert consent_in({"consent": "maybe"}) is consent_in({}) is None


def test_an_exact_birth_date_goes_before_a_year() -> None:
    assert draft_in({"birth_day": "1984-03-12", "birth_year": "1990"}).birth == "1984-03-12"
    assert draft_in({"birth_day": "", "birth_year": "1990"}).birth == "1990"


@pytest.mark.parametrize(
    ("typed", "name", "phone", "birth"),
    [
        ("mar", "mar", "", ""),
        ("Sofía Marín +34 600 123 456", "Sofía Marín", "+34 600 123 456", ""),
        ("(212) 555-0142", "", "(212) 555-0142", ""),
        ("Ana 1990-05-01", "Ana", "", "1990-05-01"),
        ("Ana 1990-05-01 2125550142", "Ana", "2125550142", "1990-05-01"),
        ("1042", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_what_was_typed_into_a_search_begins_a_form(
    typed: str, name: str, phone: str, birth: str
) -> None:
    assert prefilled(typed) == PatientDraft(name=name, phone=phone, birth=birth)
