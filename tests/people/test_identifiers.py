"""National ids: hidden, shown on request, bound to their row, and moved to a new key."""

import base64
import secrets
from collections.abc import Generator

import pytest
from sqlmodel import col, update

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.errors import Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import IdentifierId, PatientId, new_uuid
from clinic_app.people.doubts.find_duplicates import find_duplicates
from clinic_app.people.identifiers.add_identifier import add_identifier
from clinic_app.people.identifiers.remove_identifier import remove_identifier
from clinic_app.people.identifiers.reveal_identifier import reveal_identifier
from clinic_app.people.identifiers.rotate_identifier_keys import Rotation, rotate_identifier_keys
from clinic_app.people.patient_tables import PatientIdentifier
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.patient_rows import DuplicateRow, IdentifierDraft, PatientDraft
from clinic_app.settings import settings
from tests.cast import Clinic
from tests.people.patients import SOFIA, register
from tests.people.trail import rows, tags, trail

ABHA = IdentifierDraft("abha", "43 4221 5105 6749")
DUI = IdentifierDraft("dui", "12345678-4")


async def _sofia_with(
    clinic: Clinic, *drafts: IdentifierDraft
) -> tuple[PatientId, list[IdentifierId]]:
    patient_id = await register(clinic, SOFIA)
    ids = [
        await perform(clinic.reception, add_identifier, patient_id=patient_id, draft=draft)
        for draft in drafts
    ]
    return patient_id, ids


async def test_pharmacy_and_laboratory_neither_add_nor_read_nor_remove(clinic: Clinic) -> None:
    patient_id, (identifier_id,) = await _sofia_with(clinic, ABHA)
    for role in (Role.PHARMACY, Role.LAB):
        stranger = clinic.team[role]
        with pytest.raises(NotAllowed):
            await perform(stranger, add_identifier, patient_id=patient_id, draft=DUI)
        with pytest.raises(NotAllowed):
            await perform(stranger, reveal_identifier, identifier_id=identifier_id)
        with pytest.raises(NotAllowed):
            await perform(stranger, remove_identifier, identifier_id=identifier_id)
        view = await look(stranger, get_patient, patient_id=patient_id)
        assert "5105" not in str(view)
    assert len(await rows(clinic, PatientIdentifier)) == 1


async def test_another_clinics_id_looks_missing(clinic: Clinic, other_clinic: Clinic) -> None:
    patient_id, (identifier_id,) = await _sofia_with(clinic, ABHA)
    stranger = other_clinic.owner
    refusals: list[str] = []
    for wanted in (identifier_id, IdentifierId(new_uuid())):
        with pytest.raises(NotFound) as refused:
            await perform(stranger, reveal_identifier, identifier_id=wanted)
        refusals.append(refused.value.message)
        with pytest.raises(NotFound):
            await perform(stranger, remove_identifier, identifier_id=wanted)
    assert refusals[0] == refusals[1]
    with pytest.raises(NotFound):
        await perform(stranger, add_identifier, patient_id=patient_id, draft=DUI)
    assert await tags(other_clinic) == []


async def test_it_is_hidden_on_the_page_and_shown_on_request(clinic: Clinic) -> None:
    patient_id, (identifier_id,) = await _sofia_with(clinic, ABHA)
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert [one.masked for one in view.identifiers] == ["•••• 6749"]
    number = await perform(clinic.reception, reveal_identifier, identifier_id=identifier_id)
    assert number == "43-4221-5105-6749"
    last = (await trail(clinic))[-1]
    assert (last.tag, last.patient_id) == ("identifier:reveal", patient_id)
    assert all("4221" not in str(entry.details) for entry in await trail(clinic))


async def test_a_removed_id_is_not_shown_nor_found_but_stays_a_fact(clinic: Clinic) -> None:
    patient_id, (identifier_id,) = await _sofia_with(clinic, ABHA)
    await perform(clinic.reception, remove_identifier, identifier_id=identifier_id)
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert view.identifiers == []
    with pytest.raises(NotFound):
        await perform(clinic.reception, reveal_identifier, identifier_id=identifier_id)
    with pytest.raises(NotFound):
        await perform(clinic.reception, remove_identifier, identifier_id=identifier_id)
    stranger = PatientDraft(name="Somebody Else")
    found = await look(clinic.reception, find_duplicates, draft=stranger, identifiers=[ABHA])
    assert found == []
    (kept,) = await rows(clinic, PatientIdentifier)
    assert kept.removed_at is not None


async def test_a_number_copied_into_another_row_cannot_be_read_there(clinic: Clinic) -> None:
    _, (mine, other) = await _sofia_with(clinic, ABHA, DUI)
    (row,) = await rows(clinic, PatientIdentifier, id=mine)
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(
            update(PatientIdentifier)
            .where(col(PatientIdentifier.id) == other)
            .values(number_encrypted=row.number_encrypted)
        )
    with pytest.raises(Invalid, match="cannot be read"):
        await perform(clinic.reception, reveal_identifier, identifier_id=other)
    assert await perform(clinic.reception, reveal_identifier, identifier_id=mine)


@pytest.fixture
def keys() -> list[str]:
    """An old key and a new one, as words for the environment."""
    return [base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2)]


def _use(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    monkeypatch.setenv("ENCRYPTION_KEYS", ",".join(keys))
    settings.cache_clear()


@pytest.fixture(autouse=True)
def read_settings_again(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Leave no test's keys to the next."""
    yield
    monkeypatch.undo()
    settings.cache_clear()


async def test_keys_are_rotated_in_batches_and_the_old_one_can_go(
    clinic: Clinic, other_clinic: Clinic, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    old, new = keys
    _use(monkeypatch, old)
    drafts = [IdentifierDraft("other", f"P{number}", "Passport") for number in range(7)]
    _, ids = await _sofia_with(clinic, *drafts)
    await perform(clinic.reception, remove_identifier, identifier_id=ids[0])
    await _sofia_with(other_clinic, ABHA)

    _use(monkeypatch, new, old)
    other = PatientDraft(name="Somebody Else")

    async def alike() -> list[DuplicateRow]:
        ids = [drafts[3]]
        return await look(clinic.reception, find_duplicates, draft=other, identifiers=ids)

    assert await alike()  # under the old key still
    assert await rotate_identifier_keys(clinic.organization_id, batch=3) == Rotation(7, 0)
    assert await rotate_identifier_keys(clinic.organization_id, batch=3) == Rotation(0, 0)

    _use(monkeypatch, new)
    for place, identifier_id in enumerate(ids[1:], start=1):
        number = await perform(clinic.reception, reveal_identifier, identifier_id=identifier_id)
        assert number == f"P{place}"
    assert await alike()
    # The other clinic was not asked for: its number still stands under the old key.
    assert await rotate_identifier_keys(other_clinic.organization_id) == Rotation(0, 1)


async def test_a_number_whose_key_is_gone_does_not_close_the_page(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    old, new = keys
    _use(monkeypatch, old)
    patient_id, _ = await _sofia_with(clinic, ABHA)
    _use(monkeypatch, new)
    view = await look(clinic.reception, get_patient, patient_id=patient_id)
    assert [one.masked for one in view.identifiers] == ["cannot be read: its key is missing"]
    assert await rotate_identifier_keys(clinic.organization_id) == Rotation(0, 1)
