"""Editing: nobody's change is lost, and nobody else's patient is touched."""

from dataclasses import replace

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import PatientId, new_uuid
from clinic_app.people.patients.edit_patient import edit_patient
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.patient_errors import PatientChanged
from clinic_app.people.patients.search_patients import search_patients
from tests.cast import Clinic
from tests.people.patients import SOFIA, register
from tests.people.trail import tags, trail

KEPT = replace(SOFIA, file_number="10000")


@pytest.mark.parametrize("role", [Role.PHARMACY, Role.LAB])
async def test_those_who_may_only_read_change_nothing(clinic: Clinic, role: Role) -> None:
    patient_id = await register(clinic)
    with pytest.raises(NotAllowed):
        await perform(clinic.team[role], edit_patient, patient_id=patient_id, version=1, draft=KEPT)


async def test_another_clinics_patient_looks_missing(clinic: Clinic, other_clinic: Clinic) -> None:
    patient_id = await register(clinic)
    told: list[str] = []
    for wanted in (patient_id, PatientId(new_uuid())):
        with pytest.raises(NotFound) as refused:
            await perform(
                other_clinic.owner, edit_patient, patient_id=wanted, version=1, draft=KEPT
            )
        told.append(refused.value.message)
    assert told[0] == told[1]
    assert await tags(other_clinic) == []


async def test_a_change_is_kept_found_and_written_down(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    draft = replace(KEPT, name="Sofía Marín López", phone="+44 20 7946 0000")
    version = await perform(
        clinic.reception, edit_patient, patient_id=patient_id, version=1, draft=draft
    )
    assert version == 2
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert (view.version, view.row.name) == (2, "Sofía Marín López")
    for typed in ("lopez", "7946 0000"):
        (hit,) = await look(clinic.reception, search_patients, text=typed)
        assert hit.patient.id == str(patient_id)
    assert await look(clinic.reception, search_patients, text="555-0142") == []
    last = (await trail(clinic))[-1]
    assert (last.tag, last.patient_id) == ("patient:edit", patient_id)
    assert last.details["changed"]["phone"] == {"from": "+12125550142", "to": "+442079460000"}
    assert set(last.details["changed"]) == {"name", "phone"}


async def test_a_stale_edit_is_told_with_what_stands_now(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    theirs = replace(KEPT, phone="", email="new@example.com")
    await perform(clinic.doctor, edit_patient, patient_id=patient_id, version=1, draft=theirs)
    mine = replace(KEPT, address="1 Main St")
    with pytest.raises(PatientChanged) as refused:
        await perform(clinic.reception, edit_patient, patient_id=patient_id, version=1, draft=mine)
    assert refused.value.version == 2
    assert refused.value.theirs == theirs
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert (view.draft.email, view.draft.address) == ("new@example.com", "")
    merged = replace(theirs, address="1 Main St")
    saved = await perform(
        clinic.reception, edit_patient, patient_id=patient_id, version=2, draft=merged
    )
    assert saved == 3


async def test_saving_what_is_there_already_changes_nothing(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    again = await perform(
        clinic.reception, edit_patient, patient_id=patient_id, version=1, draft=KEPT
    )
    assert again == 1
    assert await tags(clinic) == ["patient:register"]


async def test_a_patient_keeps_a_file_number(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    with pytest.raises(Invalid) as refused:
        await perform(clinic.reception, edit_patient, patient_id=patient_id, version=1, draft=SOFIA)
    assert refused.value.field == "file_number"
