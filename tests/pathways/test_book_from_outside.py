"""Strangers book by a code: nothing before it, no word about who is known, and limits."""

import asyncio
from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import Conflict, Invalid, NotAllowed, NotFound, TryLater
from clinic_app.pathways import book_from_outside as booking
from clinic_app.pathways import request_booking_code as requesting
from clinic_app.pathways.book_from_outside import book_from_outside
from clinic_app.pathways.open_clinic import find_open_clinic
from clinic_app.pathways.request_booking_code import request_booking_code
from clinic_app.people.accounts.rate_limit import Limit
from clinic_app.people.patients.edit_patient import edit_patient
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from clinic_app.scheduling.errors import NotOffered, SlotTaken
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from tests.cast import Clinic
from tests.pathways.conftest import OPEN, Outside, at, code_of, let_in, new_mail, rows_of, somebody
from tests.scheduling.furniture import MORNING, add_room, furnish, hire, offer

KNOWN = PatientDraft(name="Sofía Marín", birth="1984-03-12")


@pytest.fixture(autouse=True)
def on_monday_morning() -> Generator[None]:
    """The stories play on one Monday, before the clinic opens."""
    with frozen(MORNING):
        yield


async def _patients(outside: Outside) -> list[tuple[str, str]]:
    async with transaction(organization=outside.clinic.organization_id) as session:
        rows = await session.execute(
            text("SELECT name, birth_date::text FROM patient ORDER BY 1, 2")
        )
        return [(name, born) for name, born in rows]


async def _patient_of(outside: Outside, appointment_id: object) -> Any:  # noqa: ANN401  # an id
    async with transaction(organization=outside.clinic.organization_id) as session:
        query = text("SELECT patient_id FROM appointment WHERE id = :id")
        return (await session.execute(query, {"id": appointment_id})).scalar_one()


async def _register(outside: Outside, *, email: str = "", phone: str = "") -> object:
    draft = replace(KNOWN, email=email, phone=phone)
    desk = outside.clinic.reception
    return await perform(desk, register_patient, draft=draft, although_similar=True)


async def test_a_slug_of_nobody_and_a_closed_clinic_look_the_same(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    await perform(other_clinic.owner, save_public_booking, settings=PublicSettings(), services={})
    said: set[str] = set()
    for slug in (clinic.slug, other_clinic.slug, "nobody-there", "", "' OR true --", "a\0b"):
        with pytest.raises(NotFound) as refusal:
            await find_open_clinic(slug)
        said.add(refusal.value.message)
    assert len(said) == 1


async def test_only_owner_and_admin_open_it_and_only_for_services_of_their_own(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    for role, actor in clinic.team.items():
        if role not in {"owner", "admin"}:
            with pytest.raises(NotAllowed):
                await perform(actor, save_public_booking, settings=OPEN, services={})
    with pytest.raises(NotFound):
        await let_in(other_clinic, desk.service)


async def test_nothing_is_created_before_the_code(outside: Outside) -> None:
    before, contact = await rows_of(outside.clinic), new_mail()
    clinic, wish = await outside.open(), outside.wish(contact=contact)
    request_id = await request_booking_code(clinic, somebody(), contact=contact)
    code = await code_of(outside.clinic, contact, request_id)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for tried, asked in ((wrong, wish), ("", wish), (code, replace(wish, contact=new_mail()))):
        with pytest.raises(Invalid) as refusal:
            await book_from_outside(
                clinic, somebody(), request_id=request_id, code=tried, wish=asked
            )
        assert refusal.value.field == "code"
    assert await rows_of(outside.clinic) == before
    await book_from_outside(clinic, somebody(), request_id=request_id, code=code, wish=wish)
    after = await rows_of(outside.clinic)
    assert after["appointment"] == before["appointment"] + 1
    assert after["patient"] == before["patient"] + 1


async def test_a_code_is_good_for_five_tries_ten_minutes_one_booking_and_its_own_clinic(
    outside: Outside, other_clinic: Clinic
) -> None:
    desk = await furnish(other_clinic)
    await let_in(other_clinic, desk.service)
    clinic, there = await outside.open(), await find_open_clinic(other_clinic.slug)

    async def ask(contact: str) -> tuple[Any, str]:
        request_id = await request_booking_code(clinic, somebody(), contact=contact)
        return request_id, await code_of(outside.clinic, contact, request_id)

    async def refused(at: Any, request_id: Any, code: str, contact: str) -> None:  # noqa: ANN401
        wish = outside.wish(contact=contact)
        with pytest.raises(Invalid):
            await book_from_outside(at, somebody(), request_id=request_id, code=code, wish=wish)

    contact = new_mail()
    request_id, code = await ask(contact)
    await refused(there, request_id, code, contact)
    await refused(clinic, uuid4(), code, contact)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    await asyncio.gather(*(refused(clinic, request_id, wrong, contact) for _ in range(5)))
    await refused(clinic, request_id, code, contact)
    request_id, code = await ask(contact)
    with frozen(now() + timedelta(minutes=10, seconds=1)):
        await refused(clinic, request_id, code, contact)
    wish = outside.wish(contact=contact)
    await book_from_outside(clinic, somebody(), request_id=request_id, code=code, wish=wish)
    await refused(clinic, request_id, code, contact)


async def test_a_known_patient_gets_the_visit_and_the_same_answer_as_a_new_one(
    outside: Outside,
) -> None:
    contact = new_mail()
    known = await _register(outside, email=contact)
    one = await outside.book(outside.wish(contact=contact, name="Sofia Marin"))
    two = await outside.book(outside.wish(contact=new_mail(), start=at(11)))
    assert await _patient_of(outside, one.visit.appointment_id) == known
    assert await _patient_of(outside, two.visit.appointment_id) != known
    told = {"service", "practitioner", "status", "version"}
    assert [getattr(one.visit, name) for name in told] == [
        getattr(two.visit, name) for name in told
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"birth": "1984-03-13"},  # the same phone, another birth date
        {"name": "Mateo Gil"},  # a twin
    ],
)
async def test_a_shared_phone_does_not_make_one_of_two(
    outside: Outside, changes: dict[str, str]
) -> None:
    phone = f"+1212555{uuid4().int % 10_000:04}"
    await _register(outside, phone=phone)
    before = len(await _patients(outside))
    await outside.book(replace(outside.wish(contact=phone), **changes))
    assert len(await _patients(outside)) == before + 1


async def test_a_time_that_is_held_may_be_booked_over_the_notice(outside: Outside) -> None:
    clinic = await outside.open()
    wish = outside.wish(contact=new_mail(), start=at(9))
    with frozen(at(8)):  # an hour before is soon enough
        held = await perform(clinic.actor, hold_slot, service_id=wish.service_id, start=wish.start)
    with frozen(at(8) + timedelta(minutes=5)):
        with pytest.raises(SlotTaken):
            await outside.book(wish)
        with pytest.raises(SlotTaken):
            await outside.book(
                replace(wish, start=at(9) + timedelta(minutes=1), hold_id=held.hold_id)
            )
        booked = await outside.book(replace(wish, hold_id=held.hold_id))
    assert booked.visit.start == at(9)


async def test_a_busy_patient_is_told_no_more_than_a_lost_time(outside: Outside) -> None:
    """Practitioner and room are free, so only the patient's own visit stands in the way."""
    contact = new_mail()
    await add_room(outside.clinic, "Room 2")
    other = await offer(outside.clinic, await hire(outside.clinic, "Dr. Ruth Abel"), name="Talk")
    await let_in(outside.clinic, outside.desk.service, other)
    await outside.book(outside.wish(contact=contact))
    with pytest.raises(SlotTaken) as refusal:
        await outside.book(replace(outside.wish(contact=contact), service_id=other))
    assert "just taken" in refusal.value.message
    assert "patient" not in refusal.value.message


async def test_so_many_visits_to_come_and_no_more_even_at_once(outside: Outside) -> None:
    contact = new_mail()

    async def book(hour: int, name: str) -> str:
        clinic, who = await outside.open(), somebody()
        request_id = await request_booking_code(clinic, who, contact=contact)
        code = await code_of(outside.clinic, contact, request_id)
        wish = outside.wish(contact=contact, start=at(hour), name=name)
        try:
            await book_from_outside(clinic, who, request_id=request_id, code=code, wish=wish)
        except Conflict as refusal:
            return refusal.message
        return ""

    done = [
        await book(9, "Anna Berg"),
        *await asyncio.gather(book(10, "Bo Berg"), book(11, "Cy Li")),
    ]
    assert sorted(map(bool, done)) == [False, False, True]
    assert "call us" in max(done)


async def test_too_soon_too_far_and_not_shown_are_refused_after_the_code_too(
    outside: Outside,
) -> None:
    with pytest.raises(SlotTaken):
        await outside.book(outside.wish(contact=new_mail(), start=at(10) + timedelta(days=371)))
    with frozen(MORNING + timedelta(hours=2, minutes=30)), pytest.raises(SlotTaken):
        await outside.book(outside.wish(contact=new_mail()))
    await let_in(outside.clinic, outside.desk.service, shown="")
    with pytest.raises(NotOffered):
        await outside.book(outside.wish(contact=new_mail()))


@pytest.mark.parametrize("counted", ["CONTACT", "CLINIC", "ADDRESS"])
async def test_codes_are_limited_by_contact_clinic_and_address(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, counted: str
) -> None:
    limit: Limit = getattr(requesting, counted)
    monkeypatch.setattr(requesting, counted, replace(limit, most=2, name=f"{limit.name} {uuid4()}"))
    clinic, contact, visitor = await outside.open(), new_mail(), somebody()

    async def ask() -> None:
        await request_booking_code(
            clinic,
            visitor if counted == "ADDRESS" else somebody(),
            contact=contact if counted == "CONTACT" else new_mail(),
        )

    await ask()
    await ask()
    with pytest.raises(TryLater):
        await ask()


@pytest.mark.parametrize("counted", ["ABROAD", "MADE"])
async def test_texts_abroad_and_bookings_from_one_address_are_limited(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, counted: str
) -> None:
    """A domain of one's own has a new mail address for each booking; dear texts pay somebody."""
    module: Any = requesting if counted == "ABROAD" else booking
    limit: Limit = getattr(module, counted)
    monkeypatch.setattr(module, counted, replace(limit, most=1, name=f"{limit.name} {uuid4()}"))
    clinic, visitor = await outside.open(), somebody()

    async def go(hour: int) -> None:
        if counted == "ABROAD":
            abroad = f"+4930555{uuid4().int % 10_000:04}"
            await request_booking_code(clinic, somebody(), contact=abroad)
        else:
            await outside.book(outside.wish(contact=new_mail(), start=at(hour)), visitor)

    await go(10)
    with pytest.raises(TryLater):
        await go(11)
    home = f"+1212555{uuid4().int % 10_000:04}"
    await request_booking_code(clinic, somebody(), contact=home)


async def test_a_tag_in_an_address_is_no_other_inbox_to_a_limit_but_may_be_another_person(
    outside: Outside,
) -> None:
    name, _, domain = new_mail().partition("@")
    known = await _register(outside, email=f"{name}@{domain}")
    for hour in (9, 10):
        wish = outside.wish(contact=f"{name}+{hour}@{domain}", start=at(hour))
        booked = await outside.book(wish)
        assert await _patient_of(outside, booked.visit.appointment_id) != known
    with pytest.raises(Conflict) as refusal:
        await outside.book(outside.wish(contact=f"{name}+c@{domain}", start=at(11)))
    assert "call us" in refusal.value.message


async def test_the_public_actor_books_and_nothing_more(outside: Outside) -> None:
    """What a stranger's browser acts as may neither read patients, nor change, nor cancel."""
    booked = await outside.book(outside.wish(contact=new_mail()))
    actor = (await outside.open()).actor
    assert actor.scopes == {Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE}
    with pytest.raises(NotAllowed):
        await perform(
            actor,
            cancel_appointment,
            appointment_id=booked.visit.appointment_id,
            reason="because",
        )
    with pytest.raises(NotAllowed):
        await perform(
            actor, edit_patient, patient_id=booked.visit.patient_id, draft=KNOWN, version=1
        )
