"""Somebody may be registered already: told before saving, at a constant price."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from clinic_app.access.roles import Role
from clinic_app.database.engine import engine
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import Invalid, NotAllowed
from clinic_app.people.doubts.find_duplicates import find_duplicates
from clinic_app.people.patient_tables import Patient
from clinic_app.people.patients.patient_errors import LikelyDuplicate
from clinic_app.people.patients.patient_rows import DuplicateRow, IdentifierDraft, PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from tests.cast import Clinic
from tests.people.patients import SOFIA, register
from tests.people.trail import rows, tags


async def _alike(clinic: Clinic, draft: PatientDraft, *ids: IdentifierDraft) -> list[DuplicateRow]:
    return await look(clinic.reception, find_duplicates, draft=draft, identifiers=ids)


async def test_who_may_not_register_is_not_told_who_is_here(clinic: Clinic) -> None:
    await register(clinic)
    with pytest.raises(NotAllowed):
        await look(clinic.team[Role.LAB], find_duplicates, draft=SOFIA)


async def test_another_clinics_patient_is_never_hinted_at(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    passport = IdentifierDraft("other", "X123", "Passport")
    await register(clinic, replace(SOFIA, phone="+12125550142"), passport)
    draft = replace(SOFIA, phone="+12125550142")
    assert await _alike(other_clinic, draft, passport) == []


@pytest.mark.parametrize(
    ("draft", "reasons"),
    [
        (PatientDraft(name="Someone", phone="212 555 0142"), "Same phone"),
        (
            PatientDraft(name="Sofia Marin", birth="1984-03-12"),
            "Same birth date and a similar name",
        ),
        (
            PatientDraft(name="Sophia Marin", birth="1984-03-12"),
            "Same birth date and a similar name",
        ),
        (PatientDraft(name="Sofia Marin", birth="1984"), "Same birth date and a similar name"),
        (PatientDraft(name="SOFIA MARIN"), "Same name"),
        (SOFIA, "Same phone and same birth date and a similar name"),
    ],
)
async def test_one_who_is_like_somebody(clinic: Clinic, draft: PatientDraft, reasons: str) -> None:
    patient_id = await register(clinic)
    (alike,) = await _alike(clinic, draft)
    assert (alike.patient.id, alike.reasons) == (str(patient_id), reasons)


@pytest.mark.parametrize(
    "draft",
    [
        PatientDraft(name="Sofia Marin", birth="1985-03-12"),
        PatientDraft(name="Omar Hassan", birth="1984-03-12"),
        PatientDraft(name="Sofia", phone="+1 212 555 0143"),
    ],
)
async def test_one_who_is_not(clinic: Clinic, draft: PatientDraft) -> None:
    await register(clinic)
    assert await _alike(clinic, draft) == []


async def test_a_year_alone_is_like_every_day_of_it(clinic: Clinic) -> None:
    await register(clinic, replace(SOFIA, birth="1984", phone=""))
    assert await _alike(clinic, PatientDraft(name="Sofia Marin", birth="1984-07-01"))
    assert not await _alike(clinic, PatientDraft(name="Sofia Marin", birth="1983-07-01"))


async def test_the_same_national_id_however_it_is_typed(clinic: Clinic) -> None:
    patient_id = await register(clinic, SOFIA, IdentifierDraft("dui", "12345678-4"))
    (alike,) = await _alike(
        clinic, PatientDraft(name="Someone"), IdentifierDraft("dui", "123456784")
    )
    assert (alike.patient.id, alike.reasons) == (str(patient_id), "Same national id")


async def test_the_most_telling_comes_first_and_five_are_enough(clinic: Clinic) -> None:
    for number in range(6):
        await register(clinic, PatientDraft(name=f"Phone {number}", phone="212 555 0142"))
    holder = await register(
        clinic, PatientDraft(name="Holder"), IdentifierDraft("dui", "12345678-4")
    )
    found = await _alike(clinic, SOFIA, IdentifierDraft("dui", "12345678-4"))
    assert len(found) == 5
    assert found[0].patient.id == str(holder)


async def test_a_likely_duplicate_is_not_saved_unless_one_says_so(clinic: Clinic) -> None:
    first = await register(clinic)
    with pytest.raises(LikelyDuplicate) as refused:
        await perform(clinic.reception, register_patient, draft=SOFIA)
    assert [one.patient.id for one in refused.value.duplicates] == [str(first)]
    assert len(await rows(clinic, Patient)) == 1
    await perform(clinic.reception, register_patient, draft=SOFIA, although_similar=True)
    assert len(await rows(clinic, Patient)) == 2
    assert await tags(clinic) == ["patient:register"] * 2


async def test_a_wrong_field_is_told_before_the_hint(clinic: Clinic) -> None:
    await register(clinic)
    with pytest.raises(Invalid) as refused:
        await _alike(clinic, replace(SOFIA, birth="2999"))
    assert refused.value.field == "birth"


async def test_it_costs_the_same_for_one_as_for_many(clinic: Clinic) -> None:
    counts: list[int] = []
    for _ in range(2):
        for _ in range(4):
            await register(clinic)
        statements: list[str] = []

        def count(*args: object, into: list[str] = statements) -> None:
            into.append(str(args[2]))

        event.listen(engine().sync_engine, "before_cursor_execute", count)
        await _alike(clinic, SOFIA, IdentifierDraft("dui", "12345678-4"))
        event.remove(engine().sync_engine, "before_cursor_execute", count)
        counts.append(sum("patient" in one for one in statements))
    assert counts == [2, 2]
