"""Who books with a new phone or email is registered anew; the desk says whether they are one."""

import asyncio
from collections.abc import Generator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError, Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import DoubtId, PatientId
from clinic_app.pathways.merge_registration import merge_registration
from clinic_app.people.doubts.list_doubts import DoubtRow, list_doubts
from clinic_app.people.doubts.merged_into import merged_into
from clinic_app.people.doubts.tell_apart import tell_apart
from clinic_app.people.patients.get_patient import get_patient
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from clinic_app.scheduling.outside import give_visits
from tests.cast import Clinic
from tests.pathways.conftest import Outside, at, new_mail
from tests.scheduling.furniture import MORNING, add_room, book, hire, monday, offer

KNOWN = PatientDraft(name="Amélia Brandt", birth="1984-03-12", phone="+12125550177")


@pytest.fixture(autouse=True)
def on_monday_morning() -> Generator[None]:
    """The stories play on one Monday, before the clinic opens."""
    with frozen(MORNING):
        yield


async def _known(outside: Outside, draft: PatientDraft = KNOWN) -> PatientId:
    desk = outside.clinic.reception
    return await perform(desk, register_patient, draft=draft, although_similar=True)


async def _doubts(clinic: Clinic) -> list[DoubtRow]:
    return await look(clinic.reception, list_doubts)


async def _doubt(outside: Outside) -> tuple[PatientId, DoubtId, UUID, str]:
    """Return a known patient, a doubt about them, the visit booked online, and its contact."""
    known, contact = await _known(outside), new_mail()
    booked = await outside.book(outside.wish(name="Amelia Brandt", contact=contact))
    (row,) = await _doubts(outside.clinic)
    return known, DoubtId(UUID(row.id)), booked.visit.appointment_id, contact


async def _patient_of(clinic: Clinic, visit: UUID) -> UUID:
    async with transaction(organization=clinic.organization_id) as session:
        query = text("SELECT patient_id FROM appointment WHERE id = :id")
        return (await session.execute(query, {"id": visit})).scalar_one()


async def test_a_name_and_a_birth_date_touch_nobodys_file(outside: Outside) -> None:
    """Whoever types them books for a registration of its own; only the desk sees the doubt."""
    known, _, visit, contact = await _doubt(outside)
    assert await _patient_of(outside.clinic, visit) != known
    (row,) = await _doubts(outside.clinic)
    assert (row.known.id, row.contact) == (str(known), contact)
    assert row.known_contact == "+1 212-555-0177"
    assert row.reasons == "Same birth date and a similar name"


@pytest.mark.parametrize(
    "draft",
    [
        replace(KNOWN, name="Bruno Keller"),
        replace(KNOWN, birth="1984-03-13"),
    ],
)
async def test_who_is_not_alike_is_no_doubt(outside: Outside, draft: PatientDraft) -> None:
    await _known(outside, draft)
    await outside.book(outside.wish(name="Amelia Brandt", contact=new_mail()))
    assert await _doubts(outside.clinic) == []


async def test_a_family_that_shares_a_phone_is_no_doubt(outside: Outside) -> None:
    phone = f"+1212555{uuid4().int % 10_000:04}"
    await _known(outside, replace(KNOWN, birth="2015-06-01", phone=phone))
    await outside.book(outside.wish(name="Amelia Brandt", contact=phone))
    assert await _doubts(outside.clinic) == []


async def test_the_same_person_gets_visits_contact_and_all(outside: Outside) -> None:
    known, doubt, visit, contact = await _doubt(outside)
    fresh = await _patient_of(outside.clinic, visit)
    into = await perform(
        outside.clinic.reception, merge_registration, doubt_id=doubt, use_contact=True
    )
    assert into == known == await _patient_of(outside.clinic, visit)
    view = await look(outside.clinic.reception, get_patient, patient_id=known)
    assert (view.draft.email, view.draft.phone) == (contact, "+1 212-555-0177")
    gone = PatientId(fresh)
    assert await look(outside.clinic.reception, merged_into, patient_id=gone) == known
    assert await _doubts(outside.clinic) == []
    async with transaction(organization=outside.clinic.organization_id) as session:
        taken = await session.execute(text("SELECT DISTINCT patient_id FROM reservation"))
        assert set(taken.scalars()) == {None, known}
        entry = text("SELECT details FROM audit_entry WHERE tag = 'patient:merge'")
        details = (await session.execute(entry)).scalar_one()
    assert (details["merged"], details["visits"]) == (str(fresh), [str(visit)])
    # Afterwards they are known by the new contact as well.
    again = await outside.book(outside.wish(name="Amelia Brandt", contact=contact, start=at(14)))
    assert again.visit.patient_id == known


async def test_the_desk_may_keep_the_contact_it_knows(outside: Outside) -> None:
    """Not even a gap is filled then: who pretended to be them would get all of their mail."""
    known = await _known(outside)
    await outside.book(outside.wish(name="Amelia Brandt", contact=new_mail()))
    (row,) = await _doubts(outside.clinic)
    doubt = DoubtId(UUID(row.id))
    await perform(outside.clinic.reception, merge_registration, doubt_id=doubt, use_contact=False)
    view = await look(outside.clinic.reception, get_patient, patient_id=known)
    assert (view.draft.email, view.draft.phone) == ("", "+1 212-555-0177")


async def test_another_person_stays_another(outside: Outside) -> None:
    known, doubt, visit, _ = await _doubt(outside)
    await perform(outside.clinic.reception, tell_apart, doubt_id=doubt)
    assert await _patient_of(outside.clinic, visit) != known
    assert await _doubts(outside.clinic) == []
    with pytest.raises(Conflict):
        await perform(
            outside.clinic.reception, merge_registration, doubt_id=doubt, use_contact=True
        )


async def test_strangers_and_who_may_not_decide_nothing(
    outside: Outside, other_clinic: Clinic
) -> None:
    _, doubt, _, _ = await _doubt(outside)
    assert await _doubts(other_clinic) == []
    for actor, refusal in (
        (other_clinic.reception, NotFound),
        (outside.clinic.team[Role.LAB], NotAllowed),
    ):
        with pytest.raises(refusal):
            await perform(actor, merge_registration, doubt_id=doubt, use_contact=True)
        with pytest.raises(refusal):
            await perform(actor, tell_apart, doubt_id=doubt)
    assert len(await _doubts(outside.clinic)) == 1


async def test_two_visits_at_one_time_are_first_put_apart(outside: Outside) -> None:
    known, doubt, _, _ = await _doubt(outside)
    await add_room(outside.clinic, "Room 2")
    other = await offer(outside.clinic, await hire(outside.clinic, "Dr. Ruth Abel"), name="Talk")
    desk = outside.clinic.reception
    await book(desk, patient_id=known, service_id=other, start=monday(10))
    with pytest.raises(Conflict) as refusal:
        await perform(desk, merge_registration, doubt_id=doubt, use_contact=True)
    assert "at the same time" in refusal.value.message
    assert len(await _doubts(outside.clinic)) == 1


async def test_of_many_decisions_and_bookings_at_once_nothing_is_left_behind(
    outside: Outside,
) -> None:
    """One merge wins, and whoever books for the registration meanwhile is moved or refused."""
    known, doubt, visit, _ = await _doubt(outside)
    fresh = PatientId(await _patient_of(outside.clinic, visit))
    desk = outside.clinic.reception

    async def decide() -> bool:
        try:
            await perform(desk, merge_registration, doubt_id=doubt, use_contact=True)
        except Conflict:
            return False
        return True

    async def book_at(hour: int, minute: int) -> bool:
        try:
            await book(
                *(desk,),
                patient_id=fresh,
                service_id=outside.desk.service,
                start=monday(hour, minute),
            )
        except ClinicError:
            return False
        return True

    times = [(hour, minute) for hour in (9, 11, 13, 14, 15, 16) for minute in (0, 30)]
    done = await asyncio.gather(*(decide() for _ in range(10)), *(book_at(*one) for one in times))
    assert sum(done[:10]) == 1
    async with transaction(organization=outside.clinic.organization_id) as session:
        whose = await session.execute(text("SELECT DISTINCT patient_id FROM appointment"))
        assert list(whose.scalars()) == [known]


async def test_whatever_is_a_patients_moves_with_them(outside: Outside) -> None:
    """A new table that names a patient has to be moved as well, or say here why not."""
    people = {"patient_identifier", "patient_consent", "patient_alert"}
    stays = {"audit_entry", "possible_duplicate"}  # what was done to whom; and this very answer
    async with transaction(organization=outside.clinic.organization_id) as session:
        found = await session.execute(
            text("SELECT c.table_name FROM information_schema.columns c JOIN"
                 " information_schema.tables t USING (table_schema, table_name)"
                 " WHERE c.column_name = 'patient_id' AND c.table_schema = 'public'"
                 " AND t.table_type = 'BASE TABLE'")
        )  # fmt: skip
    moved: Any = give_visits
    assert set(found.scalars()) == people | stays | set(moved._TABLES)
