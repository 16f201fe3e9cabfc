"""A series of visits: strangers first; then its dates, its clashes, all or nothing."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotAllowed, NotFound
from clinic_app.kit.ids import RoomId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment, Reservation
from clinic_app.scheduling.booking.places import count_those_booked
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.errors import NotUndone, NotWorking, SeriesClash
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.hours.add_holidays import NewHoliday, add_holidays
from clinic_app.scheduling.rule_tables import BookingRules
from clinic_app.scheduling.series.book_series import book_series
from clinic_app.scheduling.series.preview_series import preview_series
from clinic_app.scheduling.series.series_rows import Pick, SeriesBooked, SeriesPreview
from clinic_app.scheduling.series.series_rules import Frequency, Repeat
from clinic_app.scheduling.series.unbook_series import unbook_series
from clinic_app.scheduling.series_tables import AppointmentSeries
from clinic_app.scheduling.tables import Practitioner
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.waiting.make_offer import make_offer
from clinic_app.scheduling.waiting.save_waiting import Wish, save_waiting
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MORNING,
    Desk,
    book,
    counted,
    furnish,
    hire,
    monday,
    offer,
    register,
    some_id,
)

WEEKLY = Repeat(Frequency.WEEKLY, count=4)
AT_TEN = monday(10)


async def preview(desk: Desk, actor: Actor | None = None, **asked: Any) -> SeriesPreview:  # noqa: ANN401  # as the verb takes them
    asked = {"start": AT_TEN, "repeat": WEEKLY, "service_id": desk.service} | asked
    return await look(actor or desk.clinic.reception, preview_series, **asked)


def picks(shown: SeriesPreview) -> list[Pick]:
    """Take every date that is free."""
    return [Pick(one.number, one.start) for one in shown.dates if one.start and not one.clash]


async def book_it(
    desk: Desk,
    chosen: Sequence[Pick] | None,
    actor: Actor | None = None,
    **asked: Any,  # noqa: ANN401  # as above
) -> SeriesBooked:
    asked = {
        "start": AT_TEN,
        "repeat": WEEKLY,
        "service_id": desk.service,
        "patient_id": desk.patient,
    } | asked
    return await perform(actor or desk.clinic.reception, book_series, picks=chosen, **asked)


async def visits_of(clinic: Clinic) -> list[Appointment]:
    async with transaction(organization=clinic.organization_id) as session:
        query = select(Appointment).order_by(col(Appointment.occurrence))
        return list((await session.execute(query)).scalars())


async def test_strangers_and_those_who_may_not(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        chosen = picks(await preview(desk))
        with pytest.raises(NotFound):
            await book_it(desk, chosen, patient_id=theirs.patient)
        with pytest.raises(NotFound):
            await book_it(desk, chosen, service_id=theirs.service)
        with pytest.raises(NotFound):
            await preview(desk, other_clinic.owner)
        with pytest.raises(NotAllowed):
            await book_it(desk, chosen, clinic.team[Role.LAB])
    assert await visits_of(clinic) == []


async def test_a_weekly_series_is_so_many_visits_of_one_rule(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        shown = await preview(desk)
        assert [one.clash for one in shown.dates] == [""] * 4
        assert (await book_it(desk, picks(shown))).visits == 4
    visits = await visits_of(clinic)
    assert [visit.occurrence for visit in visits] == [1, 2, 3, 4]
    assert [to_wall(visit.starts_at, clinic.time_zone) for visit in visits] == [
        AT_TEN + timedelta(weeks=week) for week in range(4)
    ]  # over the change of the clock on 14 March
    assert len({visit.series_id for visit in visits}) == 1
    shown_day = await look(clinic.reception, load_calendar, first_day=AT_TEN.date())
    assert [visit.repeats for visit in shown_day.visits] == [True]


async def test_what_stands_against_all_who_give_it_is_told_by_name(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        evening = [(day, "work", time(10), time(18)) for day in range(5)]
        both = await offer(
            clinic, desk.practitioner, await hire(clinic, "Dr. Late", hours=evening), name="Both"
        )
        closed = NewHoliday((AT_TEN + timedelta(weeks=1)).date(), "Founding day")
        await perform(clinic.owner, add_holidays, holidays=[closed])
        shown = await preview(desk, service_id=both)
        assert [one.clash for one in shown.dates] == ["", "10:00 is closed: Founding day.", "", ""]
        with pytest.raises(NotWorking, match="Nobody who gives this is working"):
            await book(clinic.reception, patient_id=desk.patient, service_id=both, start=monday(20))


async def test_each_clash_has_its_reason_and_free_times_that_meet_no_other_date(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        week = timedelta(weeks=1)
        who = await register(clinic)
        await book(clinic.reception, patient_id=who, service_id=desk.service, start=AT_TEN + week)
        other = await hire(clinic, "Dr. Other")
        elsewhere = await offer(clinic, other, name="Other", needs_room=False)
        await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=elsewhere,
            start=AT_TEN + 2 * week,
        )
        with frozen(MORNING - timedelta(days=1)):  # an offer that has expired since
            entry = await perform(
                clinic.reception, save_waiting, patient_id=desk.patient, wish=Wish(elsewhere)
            )
            await perform(
                *(clinic.reception, make_offer),
                waiting_id=entry,
                start=AT_TEN + 3 * week,
                practitioner_id=other,
            )
        shown = await preview(desk, patient_id=desk.patient)
    assert [one.clash for one in shown.dates] == [
        "",
        "10:00 is taken by another visit until 10:30.",
        "The patient has another visit at 10:00.",
        "",
    ]
    near = [to_wall(slot.start, clinic.time_zone) for slot in shown.dates[1].nearest]
    second = AT_TEN + week
    assert near == [
        second.replace(hour=9, minute=15),
        second.replace(hour=9, minute=30),
        second.replace(hour=10, minute=30),
    ]


async def test_a_daily_series_offers_no_time_it_takes_itself(clinic: Clinic) -> None:
    """A visit of four hours begins at one o'clock or not at all: one a day."""
    day = timedelta(days=1)
    with frozen(MORNING):
        desk = await furnish(clinic, minutes=240)
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(13),
        )
        daily = Repeat(Frequency.DAILY, count=3)
        shown = await preview(desk, start=monday(13), repeat=daily)
    assert [bool(one.clash) for one in shown.dates] == [True, False, False]
    near = [to_wall(slot.start, clinic.time_zone) for slot in shown.dates[0].nearest]
    assert near == [monday(13) + number * day for number in (3, 4)]


async def test_hours_that_are_skipped_or_come_twice_are_clashes_with_words(
    clinic: Clinic,
) -> None:
    night = [(day, "work", time(0), time(6)) for day in range(7)]
    with frozen(MORNING):
        doctor = await hire(clinic, hours=night)
        service = await offer(clinic, doctor, needs_room=False)
        desk = Desk(clinic, doctor, RoomId(some_id()), service, await register(clinic))
        spring = await preview(
            desk,
            start=datetime.combine(date(2027, 3, 13), time(2, 30)),
            repeat=Repeat(Frequency.DAILY, count=3),
        )
        autumn = await preview(
            desk,
            start=datetime.combine(date(2027, 11, 6), time(1, 30)),
            repeat=Repeat(Frequency.DAILY, count=3),
        )
    assert [one.clash[:20] for one in spring.dates] == ["", "2:30 does not exist ", ""]
    assert [one.clash[:16] for one in autumn.dates] == ["", "1:30 comes twice", ""]
    for shown in (spring, autumn):
        assert shown.dates[1].start is None
        assert shown.dates[1].nearest
    both = [to_wall(slot.start, clinic.time_zone).time() for slot in autumn.dates[1].nearest]
    assert both.count(time(1, 30)) == 2  # one can choose


async def test_replaced_and_left_out_dates_keep_their_numbers(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        shown = await preview(desk)
        chosen = picks(shown)
        elsewhere = chosen[1].start + timedelta(hours=1)
        booked = await book_it(desk, [Pick(4, chosen[3].start), chosen[0], Pick(2, elsewhere)])
    assert (booked.visits, booked.skipped) == (3, 1)
    visits = await visits_of(clinic)
    assert [visit.occurrence for visit in visits] == [1, 2, 4]
    assert visits[1].starts_at == elsewhere
    assert visits[1].series_wall == AT_TEN + timedelta(weeks=1)  # where the rule has it


async def test_one_date_that_cannot_be_undoes_all(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        chosen = picks(await preview(desk))
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=AT_TEN + timedelta(weeks=3),
        )
        with pytest.raises(SeriesClash, match="Mon 22 Mar 2027, 10:00 cannot be had"):
            await book_it(desk, chosen)
    assert len(await visits_of(clinic)) == 1
    async with transaction(organization=clinic.organization_id) as session:
        assert (
            await session.execute(select(func.count()).select_from(AppointmentSeries))
        ).scalar_one() == 0


async def test_booked_by_mistake_all_of_it_is_taken_back_or_none(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        booked = await book_it(desk, None)
        versions, second = booked.versions, list(booked.versions)[1]
        with pytest.raises(NotAllowed):
            await perform(clinic.team[Role.NURSE], unbook_series, versions=versions)
        with pytest.raises(NotFound):
            await perform(other_clinic.owner, unbook_series, versions=versions)
    with frozen(MORNING + timedelta(minutes=1)):  # what came last is told by its moment
        await perform(clinic.reception, confirm_appointment, appointment_id=second)
        with pytest.raises(NotUndone, match="Confirmed"):
            await perform(clinic.reception, unbook_series, versions=versions)
        assert {one.status for one in await visits_of(clinic)} == {"booked", "confirmed"}
        now_so = versions | {second: versions[second] + 1}
        await perform(clinic.reception, unbook_series, versions=now_so)
        assert {one.status for one in await visits_of(clinic)} == {"cancelled"}
        assert (await book_it(desk, None)).visits == 4  # all of its times are free


async def test_the_preview_asks_no_more_for_more_dates(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        asked: list[int] = []
        for count in (2, 104):
            with counted() as statements:
                shown = await preview(
                    desk,
                    patient_id=desk.patient,
                    repeat=Repeat(Frequency.WEEKLY, count=count),
                )
            assert len(shown.dates) == count
            asked.append(len(statements))
    assert asked[0] == asked[1]


async def test_two_series_race_for_the_same_dates_and_one_has_them_all(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        chosen = picks(await preview(desk))
        rivals = [await register(clinic) for _ in range(10)]
        answers = await asyncio.gather(
            *(book_it(desk, chosen, patient_id=each) for each in rivals), return_exceptions=True
        )
    assert sum(isinstance(answer, SeriesBooked) for answer in answers) == 1
    assert sum(isinstance(answer, SeriesClash) for answer in answers) == 9
    async with transaction(organization=clinic.organization_id) as session:
        alive = select(func.count()).select_from(Reservation)
        assert (await session.execute(alive)).scalar_one() == 12


async def test_the_time_that_ones_own_form_holds_is_no_clash(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        await perform(clinic.reception, hold_slot, service_id=desk.service, start=AT_TEN)
        assert (await preview(desk, clinic.doctor)).dates[0].clash
        async with transaction(organization=clinic.organization_id) as session:
            session.add(BookingRules(organization_id=clinic.organization_id, notice_minutes=180))
    with frozen(MORNING + timedelta(minutes=5)):  # less than three hours before
        shown = await preview(desk)
        assert [one.clash for one in shown.dates] == [""] * 4
        assert (await book_it(desk, picks(shown))).visits == 4


async def test_notice_horizon_and_caps_are_clashes_too(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        full = AT_TEN + timedelta(weeks=1)
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=full.replace(hour=14),
        )
        async with transaction(organization=clinic.organization_id) as session:
            session.add(BookingRules(organization_id=clinic.organization_id, ahead_days=18))
            await session.execute(
                update(Practitioner)
                .where(col(Practitioner.id) == desk.practitioner)
                .values(visits_a_day=1)
            )
            await count_those_booked(
                *(session, clinic.owner), owner="practitioner", owner_id=desk.practitioner
            )
        shown = await preview(desk)
        assert [(bool(one.clash), one.soft) for one in shown.dates] == [
            *((False, False), (True, True), (False, False), (True, True)),
        ]
        every = [Pick(one.number, one.start, one.soft) for one in shown.dates if one.start]
        for may_not in (clinic.team[Role.LAB], replace(clinic.doctor, kind=Kind.PATIENT)):
            with pytest.raises(NotAllowed):
                await book_it(desk, every, may_not)
        assert (await book_it(desk, every)).visits == 4  # anyway, and marked
    marked = {one.occurrence: one.exceptions for one in await visits_of(clinic)}
    assert (marked[2], marked[4]) == ("cap", "ahead")
