"""The patient checks in by a link: strangers first, and nobody's name before the birth date."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from clinic_app.access.actor import Kind
from clinic_app.access.outsiders import ONLINE
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId, ScreenLinkId, parse_id
from clinic_app.kit.tokens import clinic_token
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.desk.check_in_by_patient import (
    CheckInAnswer,
    check_in_by_patient,
    show_check_in,
)
from clinic_app.scheduling.desk.check_in_link import check_in_link
from clinic_app.scheduling.desk.find_screen import find_screen
from clinic_app.scheduling.desk.list_screen_links import list_screen_links
from clinic_app.scheduling.desk.load_queue import load_queue
from clinic_app.scheduling.desk.make_screen_link import make_screen_link
from clinic_app.scheduling.desk.revoke_screen_link import revoke_screen_link
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.check_in_rules import MOST_TRIES, is_open
from clinic_app.scheduling.visit.get_appointment import get_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import Desk, furnish
from tests.scheduling.visits import Placing, place

TEN = datetime(2027, 3, 1, 15, tzinfo=UTC)  # in New York
BORN = "1984-03-12"
AN_HOUR = timedelta(hours=1)


async def expected(clinic: Clinic, *, known: str = "day") -> tuple[Desk, AppointmentId, str]:
    """Book somebody for ten o'clock and return the visit and the secret of its link."""
    desk = await furnish(clinic)
    async with transaction(organization=clinic.organization_id) as session:
        born = date.fromisoformat(BORN) if known else None
        await session.execute(
            update(Patient)
            .where(col(Patient.id) == desk.patient)
            .values(birth_date=born, birth_date_is=known)
        )
    placing = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    visit = AppointmentId(await place(placing, TEN))
    return desk, visit, await link_of(clinic, visit)


async def link_of(clinic: Clinic, visit: AppointmentId) -> str:
    with frozen(TEN - timedelta(days=3)):
        address = await perform(clinic.reception, check_in_link, appointment_id=visit)
    return address.rpartition("/check-in/")[2]


async def test_strangers_make_no_link_and_open_none(clinic: Clinic, other_clinic: Clinic) -> None:
    _, visit, token = await expected(clinic)
    with pytest.raises(NotFound):
        await perform(other_clinic.owner, check_in_link, appointment_id=visit)
    with pytest.raises(NotAllowed):
        await perform(clinic.team[Role.LAB], check_in_link, appointment_id=visit)
    foreign = clinic_token(other_clinic.organization_id)
    said: set[str] = set()
    with frozen(TEN - AN_HOUR):
        for wrong in (
            "",
            "x",
            "\0",
            "é",
            token[:-2],
            foreign,
            clinic_token(clinic.organization_id),
        ):
            with pytest.raises(NotFound) as refusal:
                await check_in_by_patient(wrong, born=BORN)
            said.add(refusal.value.message)
        await perform(
            clinic.reception, cancel_appointment, appointment_id=visit, reason="They called"
        )
        with pytest.raises(NotFound) as refusal:
            await show_check_in(token)
        said.add(refusal.value.message)
    assert len(said) == 1  # wrong, foreign and cancelled look the same


@pytest.mark.parametrize(
    ("minutes", "is_it"),
    [(-1440, False), (-121, False), (-120, True), (0, True), (30, True), (31, False)],
)
def test_when_a_link_can_be_used(minutes: int, is_it: bool) -> None:
    moment = TEN + timedelta(minutes=minutes)
    ends = TEN + timedelta(minutes=30)
    assert is_open("booked", TEN, ends, moment, "America/New_York") is is_it
    assert not is_open("cancelled", TEN, ends, moment, "America/New_York")


def test_a_visit_after_midnight_is_not_open_the_day_before() -> None:
    starts = datetime(2027, 3, 1, 5, 30, tzinfo=UTC)  # 00:30 in New York
    ends = starts + AN_HOUR
    assert not is_open("booked", starts, ends, starts - AN_HOUR, "America/New_York")
    assert is_open("booked", starts, ends, starts - AN_HOUR / 2, "America/New_York")


async def test_the_birth_date_checks_in_once_and_shows_the_same_ticket_again(
    clinic: Clinic,
) -> None:
    _, visit, token = await expected(clinic)
    with frozen(TEN - AN_HOUR):
        card = await show_check_in(token)
        assert (card.clinic, card.asks) == ("City Medical", "day")
        answers = await asyncio.gather(*(check_in_by_patient(token, born=BORN) for _ in range(5)))
        assert answers == [CheckInAnswer(ticket="A-1")] * 5
        sheet = await look(clinic.reception, get_appointment, appointment_id=visit)
        with pytest.raises(IllegalMove):
            await perform(clinic.reception, check_in_link, appointment_id=visit)
    steps = [step for step in sheet.history if step.what == "Marked “Arrived”"]
    assert [step.who for step in steps] == ["The patient, online"]


async def test_where_the_desk_was_first_the_patient_sees_their_ticket(clinic: Clinic) -> None:
    _, visit, token = await expected(clinic)
    with frozen(TEN - AN_HOUR):
        await perform(clinic.reception, check_in, appointment_id=visit)
        assert await check_in_by_patient(token, born=BORN) == CheckInAnswer(ticket="A-1")


async def test_wrong_birth_dates_are_counted_even_all_at_once(clinic: Clinic) -> None:
    _, visit, token = await expected(clinic)
    with frozen(TEN):
        with pytest.raises(Invalid):  # no date at all is no guess
            await check_in_by_patient(token, born="yesterday")
        answers = await asyncio.gather(
            *(check_in_by_patient(token, born=f"1984-03-{day}") for day in range(13, 25))
        )
        left = sorted(answer.tries_left for answer in answers)
        assert left == [0] * (len(answers) - MOST_TRIES + 1) + list(range(1, MOST_TRIES))
        assert await check_in_by_patient(token, born=BORN) == CheckInAnswer()  # too late
        assert (await show_check_in(token)).asks == "desk"
        fresh = await link_of(clinic, visit)  # the desk shows a new code
        assert (await check_in_by_patient(fresh, born=BORN)).ticket == "A-1"


@pytest.mark.parametrize(("known", "asks", "born"), [("year", "year", "1984"), ("", "desk", BORN)])
async def test_who_is_known_less_well_is_asked_less(
    clinic: Clinic, known: str, asks: str, born: str
) -> None:
    _, _, token = await expected(clinic, known=known)
    with frozen(TEN):
        assert (await show_check_in(token)).asks == asks
        ticket = (await check_in_by_patient(token, born=born)).ticket
    assert bool(ticket) == (asks == "year")


async def test_a_screen_link_shows_tickets_until_it_is_revoked(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with pytest.raises(NotAllowed):
        await perform(clinic.team[Role.LAB], make_screen_link, label="Hall")
    address = await perform(clinic.reception, make_screen_link, label="Hall")
    token = address.rpartition("/screen/")[2]
    screen = await find_screen(token)
    assert (screen.kind, screen.member_id) == (Kind.PATIENT, ONLINE)
    assert (await look(screen, load_queue)).visits == ()
    with pytest.raises(NotAllowed):
        await perform(screen, make_screen_link, label="Another")
    (row,) = await look(clinic.reception, list_screen_links)
    assert row.label == "Hall"
    link_id = parse_id(ScreenLinkId, row.id)
    with pytest.raises(NotFound):
        await perform(other_clinic.owner, revoke_screen_link, link_id=link_id)
    await perform(clinic.reception, revoke_screen_link, link_id=link_id)
    for gone in (token, "", clinic_token(clinic.organization_id)):
        with pytest.raises(NotFound):
            await find_screen(gone)
    assert await look(clinic.reception, list_screen_links) == []
