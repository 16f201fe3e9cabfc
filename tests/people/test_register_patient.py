"""Registering: strangers first, then the desk on a busy morning."""

import asyncio
from dataclasses import replace

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import Invalid, NotAllowed
from clinic_app.live.hub import hub
from clinic_app.live.topics import Topic
from clinic_app.people.patient_tables import Patient, PatientConsent, PatientIdentifier
from clinic_app.people.patients.edit_patient import edit_patient
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.patient_errors import FileNumberTaken
from clinic_app.people.patients.patient_rows import IdentifierDraft, PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from clinic_app.people.tables import Organization
from tests.cast import Clinic
from tests.people.patients import SOFIA, register
from tests.people.trail import rows, tags, trail


@pytest.mark.parametrize("role", [Role.PHARMACY, Role.LAB])
async def test_those_who_may_only_read_patients_register_nobody(clinic: Clinic, role: Role) -> None:
    with pytest.raises(NotAllowed):
        await perform(clinic.team[role], register_patient, draft=SOFIA)
    assert await rows(clinic, Patient) == []
    assert await tags(clinic) == []


async def test_a_patient_of_one_clinic_is_in_no_other(clinic: Clinic, other_clinic: Clinic) -> None:
    await register(clinic)
    assert len(await rows(clinic, Patient)) == 1
    assert await rows(other_clinic, Patient) == []


async def test_only_the_name_is_needed(clinic: Clinic) -> None:
    patient_id = await register(clinic, PatientDraft(name="  Ada \n Lovelace "))
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert (view.row.name, view.row.file_number) == ("Ada Lovelace", "10000")
    assert (view.row.born, view.row.age, view.row.sex, view.row.phone) == ("", "", "", "")
    assert (view.consent, view.identifiers, view.alerts) == ("", [], [])


async def test_everything_typed_is_kept_and_written_down(clinic: Clinic) -> None:
    draft = replace(
        SOFIA, address="1 Main St\nNew York", kin_name="José", kin_phone="+34 600 123 456"
    )
    dui = IdentifierDraft("dui", "012345678")
    with hub.watch(clinic.organization_id, Topic.PATIENTS) as watch:
        patient_id = await perform(
            clinic.reception,
            register_patient,
            draft=draft,
            identifiers=[dui],
            message_consent=True,
        )
        assert await watch.changed(within=5)
    view = await look(clinic.doctor, get_patient, patient_id=patient_id)
    assert view.draft.phone == "+1 212-555-0142"
    assert view.draft.kin_phone == "+34 600 12 34 56"
    assert view.row.born == "12 Mar 1984"
    assert (view.consent, view.consent_by) == ("yes", "Emily Rodriguez")
    assert [(one.label, one.masked) for one in view.identifiers] == [("DUI", "•••• 678")]
    (entry,) = await trail(clinic)
    assert (entry.tag, entry.patient_id) == ("patient:register", patient_id)
    assert entry.member_id == clinic.reception.member_id
    assert "012345678" not in str(entry.details)


async def test_the_time_of_consent_is_kept(clinic: Clinic) -> None:
    await perform(clinic.reception, register_patient, draft=SOFIA, message_consent=False)
    (consent,) = await rows(clinic, PatientConsent)
    (patient,) = await rows(clinic, Patient)
    assert consent.given is False
    assert consent.recorded_by == clinic.reception.member_id
    assert abs((consent.created_at - patient.created_at).total_seconds()) < 5


async def test_thirty_at_once_get_thirty_numbers(clinic: Clinic) -> None:
    drafts = [PatientDraft(name=f"Patient {chr(65 + place)}") for place in range(30)]
    await asyncio.gather(*(register(clinic, draft) for draft in drafts))
    numbers = sorted(int(patient.file_number) for patient in await rows(clinic, Patient))
    assert numbers == list(range(10000, 10030))


async def test_numbers_typed_by_hand_are_skipped_even_in_a_race(clinic: Clinic) -> None:
    typed = [PatientDraft(name=f"Old {n}", file_number=str(10000 + 2 * n)) for n in range(8)]
    given = [PatientDraft(name=f"New {n}") for n in range(12)]
    mixed = [draft for pair in zip(typed, given, strict=False) for draft in pair] + given[8:]
    answers = await asyncio.gather(
        *(register(clinic, draft) for draft in mixed), return_exceptions=True
    )
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    # A typed number may have been given away just before; whoever typed nothing always gets one.
    assert all(isinstance(answer, FileNumberTaken) for answer in refused)
    patients = await rows(clinic, Patient)
    assert sum(patient.name.startswith("New") for patient in patients) == 12
    assert len({patient.file_number for patient in patients}) == len(patients) == 20 - len(refused)


async def test_a_long_run_of_old_numbers_is_passed_over_once(clinic: Clinic) -> None:
    for number in (10000, 10001, 10002, 10004):
        await register(clinic, PatientDraft(name="Old File", file_number=str(number)))
    for given in ("10003", "10005", "10006"):
        await register(clinic, PatientDraft(name=f"New {given}"))
        (organization,) = await rows(clinic, Organization, id=clinic.organization_id)
        assert organization.next_file_number == int(given) + 1
    new = [one for one in await rows(clinic, Patient) if one.name.startswith("New")]
    assert all(one.name.endswith(one.file_number) for one in new)


async def test_an_old_number_is_kept_and_refused_a_second_time(clinic: Clinic) -> None:
    await register(clinic, PatientDraft(name="Old File", file_number="00042"))
    with pytest.raises(FileNumberTaken, match="already belongs to another patient") as refused:
        await register(clinic, PatientDraft(name="Other File", file_number="00042"))
    assert refused.value.field == "file_number"
    assert [patient.name for patient in await rows(clinic, Patient)] == ["Old File"]


async def test_the_same_number_in_another_clinic_is_nobodys_business(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    await register(clinic, PatientDraft(name="Here", file_number="7"))
    await register(other_clinic, PatientDraft(name="There", file_number="7"))


async def test_an_edit_cannot_take_anothers_number(clinic: Clinic) -> None:
    await register(clinic, PatientDraft(name="First", file_number="7"))
    second = await register(clinic, PatientDraft(name="Second", file_number="8"))
    with pytest.raises(FileNumberTaken):
        await perform(
            clinic.reception,
            edit_patient,
            patient_id=second,
            version=1,
            draft=PatientDraft(name="Second", file_number="7"),
        )


async def test_a_wrong_id_leaves_nothing_behind(clinic: Clinic) -> None:
    with pytest.raises(Invalid, match="14 digits") as refused:
        await register(clinic, SOFIA, IdentifierDraft("abha", "12-34"))
    assert refused.value.field == "number"
    assert await rows(clinic, Patient) == []
    assert await rows(clinic, PatientIdentifier) == []
    assert await tags(clinic) == []
