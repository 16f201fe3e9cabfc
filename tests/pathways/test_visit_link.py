"""A private link shows one visit, moves and cancels it in time, and tells nobody who it is for."""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from secrets import token_bytes, token_urlsafe
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, Conflict, NotFound
from clinic_app.kit.ids import PatientId, parse_id
from clinic_app.kit.tokens import clinic_token
from clinic_app.notifications.tables import Mail
from clinic_app.pathways.change_visit_by_link import (
    cancel_visit_by_link,
    move_coming_by_link,
    move_visit_by_link,
)
from clinic_app.pathways.check_in_by_visit_link import (
    check_in_by_visit_link,
    check_in_opens,
    visit_due,
)
from clinic_app.pathways.hold_move_by_link import hold_move_by_link
from clinic_app.pathways.open_visit_link import open_visit_link
from clinic_app.pathways.patient_words import file_of
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.list_coming import parts_of
from clinic_app.scheduling.desk.check_in_by_patient import check_in_by_patient, show_check_in
from clinic_app.scheduling.desk.check_in_link import check_in_link
from clinic_app.scheduling.errors import IllegalMove, SlotTaken
from clinic_app.scheduling.outside.make_visit_link import make_visit_link
from clinic_app.scheduling.outside.revoke_visit_links import revoke_visit_links
from clinic_app.scheduling.visit.get_appointment import get_appointment
from tests.cast import Clinic
from tests.pathways.conftest import Outside, at, new_mail
from tests.scheduling.furniture import MORNING, book, hire, monday, offer

FRIDAY_BEFORE = MORNING - timedelta(days=3)


@pytest.fixture(autouse=True)
def on_the_friday_before() -> Generator[None]:
    """Three days before the Monday of the visits."""
    with frozen(FRIDAY_BEFORE):
        yield


async def test_what_is_no_token_opens_nothing(outside: Outside, other_clinic: Clinic) -> None:
    booked = await outside.book(outside.wish(contact=new_mail()))
    made_up = (
        *("", "x", token_urlsafe(48), clinic_token(outside.clinic.organization_id)),
        *(clinic_token(other_clinic.organization_id), booked.token[:-4] + "AAAA"),
        token_bytes(8).hex(),
    )
    for token in made_up:
        with pytest.raises(NotFound):
            await open_visit_link(token)
        with pytest.raises(NotFound):
            await cancel_visit_by_link(token, version=1)
        with pytest.raises(NotFound):
            await move_visit_by_link(token, version=1, start=at(14))


async def test_it_shows_the_visit_and_never_the_patient(outside: Outside) -> None:
    booked = await outside.book(outside.wish(contact=new_mail()))
    opened = await open_visit_link(booked.token)
    assert (opened.visit.start, opened.may_change) == (at(10), True)
    assert "Sofia" not in f"{opened} {file_of(opened.clinic, opened.visit)}"


async def test_a_link_moves_and_cancels_and_the_desk_sees_who_did(outside: Outside) -> None:
    contact = new_mail()
    booked = await outside.book(outside.wish(contact=contact))
    await move_visit_by_link(booked.token, version=1, start=at(14))
    with pytest.raises(ChangedMeanwhile):
        await cancel_visit_by_link(booked.token, version=1)
    await cancel_visit_by_link(booked.token, version=2)
    seen = await look(
        outside.clinic.reception, get_appointment, appointment_id=booked.visit.appointment_id
    )
    assert seen.status == "cancelled"
    assert {step.who for step in seen.history} == {"The patient, online"}
    async with transaction() as session:
        query = select(Mail).where(col(Mail.recipient) == contact)
        mails = (await session.execute(query)).scalars().all()
    files = [mail.calendar for mail in mails if mail.calendar]
    assert [("METHOD:CANCEL" in one, "STATUS:CANCELLED" in one) for one in files].count(
        (True, True)
    ) == 1
    assert len({one.split("UID:")[1].split()[0] for one in files}) == 1
    assert {one.split("SEQUENCE:")[1].split()[0] for one in files} == {"1", "2", "3"}


async def test_a_link_keeps_no_time_at_which_its_patient_has_another_visit(
    outside: Outside,
) -> None:
    booked = await outside.book(outside.wish(contact=new_mail()))
    opened = await open_visit_link(booked.token)
    clinic, visit = outside.clinic, opened.visit
    other = await hire(clinic, "Dr. Ruth Abel")
    talk = await offer(clinic, other, name="Talk", needs_room=False)
    await book(clinic.reception, patient_id=visit.patient_id, service_id=talk, start=at(14))
    part = AskedPart(visit.service_id, moving=visit.appointment_id)
    with pytest.raises(SlotTaken):
        await hold_move_by_link(opened, start=at(14), parts=[part])
    kept = await hold_move_by_link(opened, start=at(15), parts=[part])
    assert kept.parts[0].start == at(15)


async def test_of_a_coming_all_is_moved_and_cancelled_and_one_letter_says_so(
    outside: Outside,
) -> None:
    contact = new_mail()
    booked = await outside.book(outside.wish(contact=contact))
    desk = outside.clinic.reception
    first = await look(desk, get_appointment, appointment_id=booked.visit.appointment_id)
    found = await perform(
        *(desk, book_together),
        patient_id=parse_id(PatientId, first.patient.id),
        start=at(13),
        parts=[AskedPart(booked.visit.service_id)] * 2,
    )
    ids = [one.appointment_id for one in found]
    token = await perform(desk, make_visit_link, appointment_id=ids[1])
    opened = await open_visit_link(token)
    assert [one.visit_id for one in opened.others] == ids[:1]
    with frozen(at(12) - timedelta(hours=23)):  # the first of it is the one that counts
        assert not (await open_visit_link(token)).may_change
    kept = await hold_move_by_link(
        opened, start=at(15), parts=parts_of(opened.coming, opened.clinic.actor.time_zone)
    )
    with pytest.raises(SlotTaken):
        await outside.book(outside.wish(contact=new_mail(), start=at(15)))
    seen: dict[str, Any] = {"versions": {one.visit_id: one.version for one in opened.coming}}
    too_soon = [replace(one, start=FRIDAY_BEFORE) for one in kept.parts]
    with pytest.raises(SlotTaken):
        await move_coming_by_link(token, **seen, parts=too_soon)
    await move_coming_by_link(token, **seen, parts=kept.parts, hold_id=kept.hold_id)
    stand = [replace(one, start=at(9 + n)) for n, one in enumerate(kept.parts)]
    with pytest.raises(ChangedMeanwhile):  # what was seen of them is no more so
        await move_coming_by_link(token, **seen, parts=stand)
    moved = await open_visit_link(token)
    assert [one.start for one in moved.coming] == [at(15), at(15) + timedelta(minutes=30)]
    await cancel_visit_by_link(token, version=2)
    sheets = [await look(desk, get_appointment, appointment_id=one) for one in ids]
    assert [one.status for one in sheets] == ["cancelled"] * 2
    async with transaction() as session:
        query = select(Mail).where(col(Mail.recipient) == contact)
        mails = (await session.execute(query)).scalars().all()
    letters = {mail.subject.split(":")[0]: mail for mail in mails}
    move = letters["2 of your visits were moved"]
    assert move.body.count("Before: Monday 1 March 2027, 13:") == 2
    assert move.calendar.count("SEQUENCE:2") == 2
    assert letters["2 of your visits are cancelled"].calendar.count("STATUS:CANCELLED") == 2
    for one in ids:  # each stays the same entry of the patient's calendar
        assert sum(str(one) in mail.calendar for mail in mails) == 2


async def test_within_the_last_day_they_have_to_call(outside: Outside) -> None:
    booked = await outside.book(outside.wish(contact=new_mail()))
    with frozen(at(10) - timedelta(hours=24)):
        assert not (await open_visit_link(booked.token)).may_change
        for change in (
            cancel_visit_by_link(booked.token, version=1),
            move_visit_by_link(booked.token, version=1, start=at(14)),
        ):
            with pytest.raises(Conflict) as refusal:
                await change
            assert "call us" in refusal.value.message


async def test_the_clinic_takes_a_link_back_and_a_year_later_it_is_gone_by_itself(
    outside: Outside,
) -> None:
    booked = await outside.book(outside.wish(contact=new_mail()))
    visit: dict[str, Any] = {"appointment_id": booked.visit.appointment_id}
    second = await perform(outside.clinic.reception, make_visit_link, **visit)
    assert (await open_visit_link(second)).visit == (await open_visit_link(booked.token)).visit
    with frozen(at(10) + timedelta(days=365)), pytest.raises(NotFound):
        await open_visit_link(second)

    async def offered(later: timedelta = timedelta()) -> tuple[bool, bool]:
        with frozen(at(10) + later):
            sheet = await look(outside.clinic.reception, get_appointment, **visit)
            return sheet.may_link, sheet.has_link

    assert await offered() == (True, True)
    assert await offered(timedelta(hours=1)) == (False, True)  # over: it only shows
    assert await offered(timedelta(days=365)) == (False, False)
    with frozen(at(11)), pytest.raises(IllegalMove):
        await perform(outside.clinic.reception, check_in_link, **visit)
    assert await perform(outside.clinic.reception, revoke_visit_links, **visit) == 2
    assert await offered() == (True, False)
    for token in (second, booked.token):
        with pytest.raises(NotFound):
            await open_visit_link(token)


async def test_on_the_day_the_link_leads_to_the_check_in_until_it_is_taken_back(
    outside: Outside,
) -> None:
    booked = await outside.book(outside.wish(contact=new_mail()))
    token, desk = booked.token, outside.clinic.reception

    with pytest.raises(Conflict), frozen(at(8) - timedelta(minutes=1)):
        await check_in_by_visit_link(token)
    with frozen(at(8)):
        with pytest.raises(NotFound):  # the link itself tells nobody's birth date
            await check_in_by_patient(token, born="1984-03-12")
        for left in (4, 3):  # pressed again, it is no fresh link
            await check_in_by_visit_link(token)
            wrong = await check_in_by_patient(token, born="1984-03-13")
            assert wrong.tries_left == left
        assert (await check_in_by_patient(token, born="1984-03-12")).ticket == "A-1"
        await check_in_by_visit_link(token)  # to see the ticket again
        await perform(desk, revoke_visit_links, appointment_id=booked.visit.appointment_id)
        for way in (check_in_by_visit_link(token), show_check_in(token)):
            with pytest.raises(NotFound):
                await way


async def test_of_a_coming_it_leads_to_the_service_that_is_due(outside: Outside) -> None:
    desk, service = outside.clinic.reception, outside.desk.service
    parts = [AskedPart(service)] * 2
    booked = await perform(
        desk, book_together, patient_id=outside.desk.patient, start=monday(13), parts=parts
    )
    first, second = (one.appointment_id for one in booked)
    token = await perform(desk, make_visit_link, appointment_id=second)
    opened = await open_visit_link(token)
    early, due = at(11), at(11) + timedelta(minutes=30)
    assert check_in_opens(opened, FRIDAY_BEFORE) == early
    assert [visit_due(opened, moment) for moment in (early, due)] == [first, second]
    assert visit_due(opened, early - timedelta(minutes=1)) is None


async def test_strangers_make_no_links_and_the_table_holds_no_token(
    outside: Outside, other_clinic: Clinic
) -> None:
    booked = await outside.book(outside.wish(contact=new_mail()))
    visit: dict[str, Any] = {"appointment_id": booked.visit.appointment_id}
    for verb in (make_visit_link, revoke_visit_links):
        with pytest.raises(NotFound):
            await perform(other_clinic.reception, verb, **visit)
    async with transaction(organization=outside.clinic.organization_id) as session:
        kept = (await session.execute(text("SELECT l::text FROM visit_link l"))).scalars().all()
    assert booked.token not in "".join(kept)


async def test_words_typed_on_the_way_do_not_come_back_in_the_mail(outside: Outside) -> None:
    """Whoever has the contact is told of the visit; the name is not repeated to them."""
    contact = new_mail()
    await outside.book(replace(outside.wish(contact=contact), name="Zoe Uncommon"))
    async with transaction() as session:
        query = select(Mail).where(col(Mail.recipient) == contact)
        sent = (await session.execute(query)).scalars().all()
    assert len(sent) == 2
    assert "Zoe" not in "".join(f"{one.subject} {one.body} {one.calendar}" for one in sent)
