"""The waiting list: strangers first; then who is offered what, in which order, and the answers."""

import asyncio
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import HolidayId, PatientId, WaitingId
from clinic_app.kit.zones import to_wall
from clinic_app.pathways import offer_jobs
from clinic_app.pathways.answer_offer import answer_offer, open_offer
from clinic_app.scheduling.appointment_tables import Appointment, Reservation
from clinic_app.scheduling.date_tables import Holiday
from clinic_app.scheduling.desk_tables import CheckInLink
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.hours.add_holidays import NewHoliday, add_holidays
from clinic_app.scheduling.hours.remove_date_hours import remove_date_hours
from clinic_app.scheduling.hours.remove_holiday import remove_holiday
from clinic_app.scheduling.hours.remove_hours_change import remove_hours_change
from clinic_app.scheduling.hours.set_date_hours import set_date_hours
from clinic_app.scheduling.hours.set_working_hours import set_working_hours
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.set_up.set_booking_rules import set_booking_rules
from clinic_app.scheduling.tables import Service
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.waiting.accept_offer import accept_offer
from clinic_app.scheduling.waiting.decline_offer import decline_offer
from clinic_app.scheduling.waiting.end_offer import OfferOver
from clinic_app.scheduling.waiting.list_waiting import (
    WaitingSort,
    count_waiting,
    get_waiting,
    list_waiting,
)
from clinic_app.scheduling.waiting.make_offer import make_offer
from clinic_app.scheduling.waiting.remove_waiting import remove_waiting
from clinic_app.scheduling.waiting.save_waiting import WaitsAlready, Wish, save_waiting
from clinic_app.scheduling.waiting.suggest_times import suggest_times
from clinic_app.scheduling.waiting.who_gets_time import Gets, who_gets_time
from clinic_app.scheduling.waiting.withdraw_offer import withdraw_offer
from clinic_app.scheduling.waiting_tables import FreedTime, WaitingEntry
from tests.cast import Clinic
from tests.scheduling.furniture import OFFICE_HOURS, book, furnish, hire, offer, some_id
from tests.scheduling.waiting import (
    NO_CONTEXT,
    at,
    booked_at,
    cancel,
    expire,
    freed_ten,
    link_for,
    many_entries,
    offer_all,
    offer_id,
    offers,
    rows,
    wait,
)

RIVALS = 50
TODAY = to_wall(now(), "America/New_York").date()
PAST = TODAY - timedelta(days=2)


async def test_strangers_and_those_who_may_not(clinic: Clinic, other_clinic: Clinic) -> None:
    desk, theirs = await furnish(clinic), await furnish(other_clinic)
    entry = await wait(desk, "Ada")
    await freed_ten(desk)
    offer = offer_id((await offers(clinic))[0])
    with pytest.raises(NotFound):
        await perform(
            clinic.reception,
            save_waiting,
            patient_id=theirs.patient,
            wish=Wish(desk.service),
        )
    for wish in (Wish(theirs.service), Wish(desk.service, [theirs.practitioner])):
        with pytest.raises(NotFound):
            await perform(clinic.reception, save_waiting, patient_id=desk.patient, wish=wish)
    stranger = other_clinic.owner
    with pytest.raises(NotFound):
        await perform(stranger, remove_waiting, waiting_id=entry)
    for verb in (accept_offer, decline_offer, withdraw_offer):
        with pytest.raises(NotFound):
            await perform(stranger, verb, offer_id=offer)
    with pytest.raises(NotAllowed):
        await perform(clinic.team[Role.LAB], remove_waiting, waiting_id=entry)
    for token in ("", "nonsense", "A" * 64):
        with pytest.raises(NotFound):
            await open_offer(token)
    assert [one.state for one in await offers(clinic)] == ["open"]


async def test_what_cannot_be_waited_for(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    for wish in (
        Wish(desk.service, until=PAST),
        Wish(desk.service, windows=[(0, time(12), time(9))]),
        Wish(desk.service, priority=9),
    ):
        with pytest.raises(Invalid):
            await perform(clinic.reception, save_waiting, patient_id=desk.patient, wish=wish)


async def test_nobody_waits_twice_for_the_same(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    asked: dict[str, Any] = {"patient_id": desk.patient, "wish": Wish(desk.service)}
    both = await asyncio.gather(
        *(perform(clinic.reception, save_waiting, **asked) for _ in range(2)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, WaitsAlready) for one in both) == 1
    entry = next(one for one in both if not isinstance(one, BaseException))
    await perform(clinic.reception, remove_waiting, waiting_id=entry)
    await perform(clinic.reception, save_waiting, **asked)


async def test_a_freed_time_is_held_for_the_first_whom_it_suits(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    other = await hire(clinic, "Dr. Other")
    await wait(desk, "Afternoons", windows=[(0, time(13), time(17))], priority=2)
    await wait(desk, "Another doctor", practitioner_ids=[other])
    await wait(desk, "Tuesdays", windows=[(1, time(9), time(12))])
    await wait(desk, "Too late", until=at(0).date() - timedelta(days=1))
    first = await wait(desk, "First")
    urgent = await wait(desk, "Urgent", priority=2)
    await freed_ten(desk)
    made = await offers(clinic)
    assert [one.waiting_id for one in made] == [urgent]
    assert made[0].sent_by == "mail"
    with pytest.raises(SlotTaken):
        await booked_at(desk, at(10))
    await offer_all(clinic)  # a job that comes twice offers nothing twice
    assert len(await offers(clinic)) == 1
    await answer_offer(await link_for(clinic, urgent), yes=False)
    await offer_all(clinic)
    assert {one.waiting_id for one in await offers(clinic)} == {urgent, first}


async def test_taking_it_books_and_ends_the_waiting(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    entry = await wait(desk, "Ada", note="Prefers mornings")
    await freed_ten(desk)
    token = await link_for(clinic, entry)
    shown = await open_offer(token)
    assert (shown.offer.state, shown.offer.service) == ("open", "Check-up")
    await answer_offer(token, yes=True)
    assert (await open_offer(token)).offer.state == "accepted"
    with pytest.raises(OfferOver):
        await answer_offer(token, yes=False)
    visits: list[Appointment] = await rows(clinic, Appointment)
    assert [(one.status, one.note) for one in visits] == [
        ("cancelled", ""),
        ("booked", "Prefers mornings"),
    ]
    ended: list[WaitingEntry] = await rows(clinic, WaitingEntry)
    assert [one.ended_why for one in ended] == ["booked"]
    alive = [one for one in await rows(clinic, Reservation) if one.released_at is None]
    assert {one.appointment_id for one in alive} == {visits[1].id}
    arrivals: list[CheckInLink] = await rows(clinic, CheckInLink)  # as for every booking online
    assert [one.appointment_id for one in arrivals] == [visits[1].id]


async def test_an_offer_that_nobody_answers_goes_on_to_the_next(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    first, second = await wait(desk, "First"), await wait(desk, "Second")
    await freed_ten(desk)
    offer = (await offers(clinic))[0]
    await expire(clinic, offer)  # too early: nothing happens
    assert [one.state for one in await offers(clinic)] == ["open"]
    token = await link_for(clinic, first)
    with frozen(offer.expires_at + timedelta(seconds=1)):
        with pytest.raises(OfferOver, match="over"):
            await answer_offer(token, yes=True)
        await expire(clinic, offer)
        made = await offers(clinic)
        assert {(one.waiting_id, one.state) for one in made} == {
            (first, "expired"),
            (second, "open"),
        }
    await answer_offer(await link_for(clinic, second), yes=True)


async def test_an_offer_can_be_taken_as_long_as_it_is_open(clinic: Clinic) -> None:
    """It ends before the notice would forbid to book what it promised."""
    desk = await furnish(clinic)
    entry, visit = await wait(desk, "Ada"), await booked_at(desk, at(10))
    notice = (visit.start - now()).total_seconds() // 60 - 10
    rules: dict[str, Any] = {"notice_minutes": int(notice), "ahead_days": 365, "hold_minutes": 10}
    await perform(clinic.owner, set_booking_rules, **rules)
    await cancel(desk, visit)
    offer = (await offers(clinic))[0]
    with frozen(offer.expires_at - timedelta(seconds=2)):
        await answer_offer(await link_for(clinic, entry), yes=True)


async def test_moved_visits_and_a_freed_day_are_offered_as_well(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visit = await booked_at(desk, at(10))
    await wait(desk, "First")
    await perform(
        clinic.reception,
        reschedule_appointment,
        appointment_id=visit.appointment_id,
        version=None,
        start=at(11),
    )
    await offer_all(clinic)
    assert [one.starts_at for one in await offers(clinic)] == [visit.start]
    await wait(desk, "Second")
    await wait(desk, "Third")
    async with transaction(organization=clinic.organization_id) as session:
        session.add(
            FreedTime(
                organization_id=clinic.organization_id,
                practitioner_id=desk.practitioner,
                starts_at=visit.start + timedelta(hours=3),
                ends_at=visit.start + timedelta(hours=5),
            )
        )
    await offer_all(clinic)
    assert len({one.starts_at for one in await offers(clinic)}) == 3


async def test_staff_offers_withdraws_and_takes_off_the_list(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    entry = await wait(desk, "Ada")
    asked: dict[str, Any] = {"waiting_id": entry, "practitioner_id": desk.practitioner}
    by_hand = await perform(clinic.reception, make_offer, start=at(9), **asked)
    with pytest.raises(Conflict):
        await perform(clinic.reception, make_offer, start=at(14), **asked)
    await perform(clinic.reception, withdraw_offer, offer_id=by_hand)
    await booked_at(desk, at(9))
    again = await perform(clinic.doctor, make_offer, start=at(14), **asked)
    await perform(clinic.reception, remove_waiting, waiting_id=entry)
    with pytest.raises(OfferOver):
        await perform(clinic.reception, accept_offer, offer_id=again)
    with pytest.raises(Conflict):
        await perform(clinic.reception, make_offer, start=at(15), **asked)
    await booked_at(desk, at(14))
    with pytest.raises(NotFound):
        await perform(
            clinic.reception,
            make_offer,
            waiting_id=WaitingId(some_id()),
            practitioner_id=desk.practitioner,
            start=at(15),
        )


async def test_dates_that_open_again_and_offers_taken_back_go_to_who_waits(
    clinic: Clinic,
) -> None:
    """An exception, a holiday and a withdrawn offer; who had it is not asked again for it."""
    desk = await furnish(clinic)
    await wait(desk, "First")
    tuesday, friday = at(0).date() + timedelta(days=1), at(0).date() + timedelta(days=4)
    who: dict[str, Any] = {"practitioner_id": desk.practitioner, "days": [tuesday]}
    await perform(clinic.owner, set_date_hours, **who, rule="closed")
    await perform(clinic.owner, add_holidays, holidays=[NewHoliday(friday, "Fair")])
    assert await rows(clinic, FreedTime) == []  # nothing was opened yet
    await perform(clinic.owner, remove_date_hours, **who)
    await offer_all(clinic)
    open_offer_ = (await offers(clinic))[0]
    assert to_wall(open_offer_.starts_at, clinic.time_zone).date() == tuesday
    second = await wait(desk, "Second")
    holiday = (await rows(clinic, Holiday))[0]
    await perform(clinic.owner, remove_holiday, holiday_id=HolidayId(holiday.id))
    await offer_all(clinic)
    days = [to_wall(one.starts_at, clinic.time_zone).date() for one in await offers(clinic)]
    assert sorted(days) in ([tuesday, tuesday], [tuesday, friday])  # two freed times, one each
    of_second = next(one for one in await offers(clinic) if one.waiting_id == second)
    await perform(clinic.reception, withdraw_offer, offer_id=offer_id(of_second), to_next=False)
    by_hand = await perform(
        clinic.reception,
        make_offer,
        waiting_id=second,
        practitioner_id=desk.practitioner,
        start=at(9) + timedelta(days=2),
    )
    third = await wait(desk, "Third")
    await perform(clinic.reception, withdraw_offer, offer_id=by_hand)
    newest = max(await rows(clinic, FreedTime), key=lambda one: one.created_at)
    await offer_jobs.offer_freed(NO_CONTEXT, str(clinic.organization_id), str(newest.id))
    made = [one for one in await offers(clinic) if one.freed_id == newest.id]
    assert {(one.waiting_id, one.state) for one in made} == {(second, "withdrawn"), (third, "open")}


async def test_hours_that_are_widened_go_to_who_waits(clinic: Clinic) -> None:
    """What was free before is not offered; a change taken back opens what it had closed."""
    desk = await furnish(clinic)
    first = await wait(desk, "First")
    monday = at(0).date()
    change: dict[str, Any] = {"practitioner_id": desk.practitioner, "valid_from": monday}
    usual = [DaySpan(*span) for span in OFFICE_HOURS]
    late = DaySpan(0, "work", time(18), time(18, 30))
    await perform(clinic.owner, set_working_hours, **change, spans=usual)
    assert await rows(clinic, FreedTime) == []
    await perform(clinic.owner, set_working_hours, **change, spans=[*usual, late])
    evenings = [to_wall(one.starts_at, clinic.time_zone) for one in await rows(clinic, FreedTime)]
    assert min(evenings) == at(18)
    assert {(one.weekday(), one.hour) for one in evenings} == {(0, 18)}
    await offer_all(clinic)
    (offered,) = await offers(clinic)
    assert (offered.waiting_id, to_wall(offered.starts_at, clinic.time_zone).hour) == (first, 18)
    known = len(evenings)
    await perform(clinic.owner, set_working_hours, **change, spans=[late])
    assert len(await rows(clinic, FreedTime)) == known
    await perform(clinic.owner, remove_hours_change, **change)
    assert len(await rows(clinic, FreedTime)) > known


async def test_fifty_answers_at_once_make_one_visit(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    entry = await wait(desk, "Ada")
    await freed_ten(desk)
    token = await link_for(clinic, entry)
    answers = await asyncio.gather(
        *(answer_offer(token, yes=True) for _ in range(RIVALS)), return_exceptions=True
    )
    assert sum(answer is None for answer in answers) == 1
    assert sum(isinstance(answer, OfferOver) for answer in answers) == RIVALS - 1
    visits: list[Appointment] = await rows(clinic, Appointment)
    assert [one.status for one in visits] == ["cancelled", "booked"]


async def test_fifty_who_are_offered_one_time_by_hand(clinic: Clinic) -> None:
    """Of fifty offers of one slot one is made; the desk's booking in between gets nothing."""
    desk = await furnish(clinic)
    entries = await many_entries(desk, RIVALS)
    answers = await asyncio.gather(
        *(
            perform(
                clinic.reception,
                make_offer,
                waiting_id=entry,
                practitioner_id=desk.practitioner,
                start=at(10),
            )
            for entry in entries
        ),
        booked_at(desk, at(10)),
        return_exceptions=True,
    )
    assert sum(isinstance(answer, SlotTaken) for answer in answers) == RIVALS
    alive = [one for one in await rows(clinic, Reservation) if one.released_at is None]
    assert len(alive) == 3


async def test_an_answer_and_the_end_of_its_time_at_once(clinic: Clinic) -> None:
    """Either it is booked and the offer does not expire, or the other way round; never both."""
    desk = await furnish(clinic)
    entry = await wait(desk, "Ada")
    await freed_ten(desk)
    offer, token = (await offers(clinic))[0], await link_for(clinic, entry)

    async def answer() -> Booked | None:
        with frozen(offer.expires_at - timedelta(seconds=1)):
            return await answer_offer(token, yes=True)

    async def clock() -> None:
        with frozen(offer.expires_at):
            await expire(clinic, offer)

    answered, _ = await asyncio.gather(answer(), clock(), return_exceptions=True)
    state = (await offers(clinic))[0].state
    booked = [one for one in await rows(clinic, Appointment) if one.status == "booked"]
    assert (state, len(booked)) == (
        ("expired", 0) if isinstance(answered, OfferOver) else ("accepted", 1)
    )


async def test_cancelling_where_nobody_waits_keeps_nothing(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    await freed_ten(desk)
    visit = await booked_at(desk, at(10))
    await cancel(desk, visit)
    assert await rows(clinic, FreedTime) == []


async def test_whose_a_freed_time_is_can_be_said_at_once(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    visit = await booked_at(desk, at(10))
    asked: dict[str, Any] = {"appointment_ids": [visit.appointment_id]}

    async def gets() -> Gets:
        return await look(clinic.reception, who_gets_time, **asked)

    assert await gets() == Gets.ANYBODY
    await wait(desk, "On Sundays", windows=[(6, time(9), time(10))])
    assert await gets() == Gets.ANYBODY  # nobody waits for such a one
    other = await hire(clinic, "Dr. Ruth Abel")
    await wait(desk, "With another", practitioner_ids=[other])
    assert await gets() == Gets.ANYBODY
    await many_entries(desk, 1)  # of somebody with neither mail nor phone
    assert await gets() == Gets.TO_CALL
    await wait(desk, "At any time")
    assert await gets() == Gets.WAITING
    assert await look(other_clinic.owner, who_gets_time, **asked) == Gets.NOBODY
    with frozen(visit.start + timedelta(days=1)):
        assert await gets() == Gets.NOBODY


async def test_who_is_elsewhere_then_is_passed_over(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visit = await booked_at(desk, at(10))
    busy = await wait(desk, "Is elsewhere then", priority=2)
    talk = await offer(
        clinic, await hire(clinic, "Dr. Ruth Abel"), name="Talk", minutes=90, needs_room=False
    )
    who = PatientId(UUID((await look(clinic.reception, get_waiting, waiting_id=busy)).patient_id))
    await book(clinic.reception, start=at(9), patient_id=who, service_id=talk)
    asked: dict[str, Any] = {"appointment_ids": [visit.appointment_id]}
    assert await look(clinic.reception, who_gets_time, **asked) == Gets.ANYBODY
    times = await look(clinic.reception, suggest_times, waiting_id=busy, most=1000)
    suggested = {datetime.fromisoformat(one.start) - visit.start for one in times}
    assert timedelta(hours=-1) not in suggested
    assert timedelta(minutes=30) in suggested
    free = await wait(desk, "At any time")
    assert await look(clinic.reception, who_gets_time, **asked) == Gets.WAITING
    await cancel(desk, visit)
    assert [one.waiting_id for one in await offers(clinic)] == [free]


async def test_the_list_is_searched_sorted_and_paged(clinic: Clinic, other_clinic: Clinic) -> None:
    desk = await furnish(clinic)
    entries = {name: await wait(desk, name) for name in ("Zoë Quill", "Ada Quill", "Bert Moss")}
    by: dict[str, Any] = {"sort": WaitingSort.PATIENT}
    cases: tuple[tuple[dict[str, Any], str], ...] = (
        ({}, "Zoë Quill,Ada Quill,Bert Moss"),
        (by, "Ada Quill,Bert Moss,Zoë Quill"),
        (by | {"descending": True, "most": 1}, "Zoë Quill"),
        ({"search": "quill"}, "Zoë Quill,Ada Quill"),
        ({"search": "ZOE check-up", "first": 0}, "Zoë Quill"),
        ({"first": 1, "most": 1}, "Ada Quill"),
        ({"search": "%"}, ""),
    )
    for asked, expected in cases:
        rows_ = await look(clinic.reception, list_waiting, **asked)
        assert ",".join(row.patient for row in rows_) == expected
    assert await look(clinic.reception, count_waiting, search="quill") == 2
    assert await look(other_clinic.reception, count_waiting) == 0
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(update(Service).values(name="Röntgen"))
    assert await look(clinic.reception, count_waiting, search="RÖNTGEN quill") == 2
    entry = entries["Ada Quill"]
    assert (await look(clinic.reception, get_waiting, waiting_id=entry)).patient == "Ada Quill"
    with pytest.raises(NotFound):
        await look(other_clinic.owner, get_waiting, waiting_id=entry)
