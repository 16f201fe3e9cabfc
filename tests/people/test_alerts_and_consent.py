"""The banner that stays, and what reception never receives of it."""

from typing import TypedDict

import pytest

from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import AlertId, PatientId, new_uuid
from clinic_app.people.patient_tables import PatientAlert, PatientConsent
from clinic_app.people.patients.add_alert import add_alert
from clinic_app.people.patients.end_alert import end_alert
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.list_patients import PatientFilter, list_patients
from clinic_app.people.patients.open_patient import open_patient
from clinic_app.people.patients.search_patients import search_patients
from clinic_app.people.patients.set_message_consent import set_message_consent
from tests.cast import Clinic
from tests.people.patients import register
from tests.people.trail import rows, tags, trail


class Alert(TypedDict):
    """What an alert says."""

    line: str
    severity: str
    clinical: bool


CLINICAL = Alert(line="Penicillin, anaphylaxis", severity="danger", clinical=True)
DESK = Alert(line="Needs a wheelchair", severity="info", clinical=False)
NOT_CLINICAL = [role for role in Role if not allows(role, Permission.CLINICAL_READ)]


async def test_another_clinics_patient_gets_no_alert_and_no_consent(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    patient_id = await register(clinic)
    alert_id = await perform(clinic.doctor, add_alert, patient_id=patient_id, **CLINICAL)
    for wanted in (patient_id, PatientId(new_uuid())):
        with pytest.raises(NotFound, match="This patient could not be found"):
            await perform(other_clinic.owner, add_alert, patient_id=wanted, **DESK)
        with pytest.raises(NotFound, match="This patient could not be found"):
            await perform(other_clinic.owner, set_message_consent, patient_id=wanted, given=True)
        with pytest.raises(NotFound, match="This patient could not be found"):
            await perform(other_clinic.owner, open_patient, patient_id=wanted)
    with pytest.raises(NotFound):
        await perform(other_clinic.owner, end_alert, alert_id=alert_id)
    assert await tags(other_clinic) == []


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.PHARMACY, Role.LAB])
async def test_who_may_not_write_clinical_things_adds_no_clinical_alert(
    clinic: Clinic, role: Role
) -> None:
    patient_id = await register(clinic)
    with pytest.raises(NotAllowed):
        await perform(clinic.team[role], add_alert, patient_id=patient_id, **CLINICAL)
    assert await rows(clinic, PatientAlert) == []


@pytest.mark.parametrize("role", NOT_CLINICAL)
async def test_reception_receives_no_clinical_alert_in_anything(clinic: Clinic, role: Role) -> None:
    patient_id = await register(clinic)
    await perform(clinic.doctor, add_alert, patient_id=patient_id, **CLINICAL)
    await perform(clinic.reception, add_alert, patient_id=patient_id, **DESK)
    actor = clinic.team[role]
    view = await look(actor, get_patient, patient_id=patient_id)
    opened = await perform(actor, open_patient, patient_id=patient_id)
    listed = await look(actor, list_patients, wanted=PatientFilter())
    found = await look(actor, search_patients, text="sofia")
    assert [alert.line for alert in view.alerts] == ["Needs a wheelchair"]
    assert "enicillin" not in f"{view} {opened} {listed} {found}"
    assert "enicillin" not in str([entry.details for entry in await trail(clinic)])


@pytest.mark.parametrize("role", [Role.OWNER, Role.DOCTOR, Role.NURSE, Role.MEMBER])
async def test_those_who_treat_see_all_the_gravest_first(clinic: Clinic, role: Role) -> None:
    patient_id = await register(clinic)
    await perform(clinic.reception, add_alert, patient_id=patient_id, **DESK)
    await perform(clinic.team[Role.NURSE], add_alert, patient_id=patient_id, **CLINICAL)
    view = await look(clinic.team[role], get_patient, patient_id=patient_id)
    assert [alert.severity for alert in view.alerts] == ["danger", "info"]


async def test_an_ended_alert_leaves_the_banner_but_stays_a_fact(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    alert_id = await perform(clinic.doctor, add_alert, patient_id=patient_id, **CLINICAL)
    await perform(clinic.doctor, end_alert, alert_id=alert_id)
    view = await look(clinic.doctor, get_patient, patient_id=patient_id)
    assert view.alerts == []
    (alert,) = await rows(clinic, PatientAlert)
    assert alert.ended_by == clinic.doctor.member_id
    with pytest.raises(NotFound):
        await perform(clinic.doctor, end_alert, alert_id=alert_id)
    assert await tags(clinic) == ["patient:register", "patient:alert", "patient:alert-end"]


async def test_reception_cannot_find_a_clinical_alert_to_end_it(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    alert_id = await perform(clinic.doctor, add_alert, patient_id=patient_id, **CLINICAL)
    with pytest.raises(NotFound) as hidden:
        await perform(clinic.reception, end_alert, alert_id=alert_id)
    with pytest.raises(NotFound) as missing:
        await perform(clinic.reception, end_alert, alert_id=AlertId(new_uuid()))
    assert hidden.value.message == missing.value.message
    assert len((await look(clinic.doctor, get_patient, patient_id=patient_id)).alerts) == 1


async def test_an_empty_alert_is_refused(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    with pytest.raises(Invalid) as refused:
        await perform(
            clinic.doctor,
            add_alert,
            patient_id=patient_id,
            line=" ",
            severity="danger",
            clinical=True,
        )
    assert refused.value.field == "line"


async def test_the_newest_word_about_messages_counts_and_all_are_kept(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    await perform(clinic.reception, set_message_consent, patient_id=patient_id, given=True)
    await perform(clinic.doctor, set_message_consent, patient_id=patient_id, given=False)
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert (view.consent, view.consent_by) == ("no", "Omar Hassan")
    assert len(await rows(clinic, PatientConsent)) == 2
    with pytest.raises(NotAllowed):
        await perform(clinic.team[Role.LAB], set_message_consent, patient_id=patient_id, given=True)


async def test_each_opening_is_written_down_once(clinic: Clinic) -> None:
    patient_id = await register(clinic)
    await perform(clinic.doctor, open_patient, patient_id=patient_id)
    await look(clinic.doctor, get_patient, patient_id=patient_id)  # the page refreshes itself
    await perform(clinic.team[Role.LAB], open_patient, patient_id=patient_id)
    opened = [entry for entry in await trail(clinic) if entry.tag == "patient:open"]
    assert [entry.member_id for entry in opened] == [
        clinic.doctor.member_id,
        clinic.team[Role.LAB].member_id,
    ]
    assert {entry.patient_id for entry in opened} == {patient_id}
