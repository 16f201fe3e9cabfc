"""The clinic's calendar: what is shown of a day, to whom, at which wall times, at what cost."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import col, update

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import to_instant
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.calendar.calendar_rows import CalendarView, Resource, VisitBlock
from clinic_app.scheduling.calendar.calendar_sql import CALENDAR
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.tables import HoursWeek, Practitioner, TimeOff
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    add_device,
    add_room,
    counted,
    furnish,
    hire,
    monday,
    offer,
    register,
)
from tests.scheduling.visits import Placing, copy_for_a_year, place

CLOCKS_FORWARD = date(2027, 3, 14)  # New York: 02:00 becomes 03:00
CLOCKS_BACK = date(2027, 11, 7)  # New York: 02:00 becomes 01:00


@pytest_asyncio.fixture
async def placing(clinic: Clinic) -> Placing:
    """Sofia comes to Dr. Lin Zhao for a check-up."""
    desk = await furnish(clinic)
    return Placing(clinic, desk.practitioner, desk.service, desk.patient)


async def day(clinic: Clinic, when: date = MONDAY, days: int = 1) -> CalendarView:
    """Load days as the reception sees them."""
    return await look(clinic.reception, load_calendar, first_day=when, days=days)


async def only_visit(clinic: Clinic, when: date = MONDAY) -> VisitBlock:
    (visit,) = (await day(clinic, when)).visits
    return visit


def at(hour: int, minute: int = 0, when: date = MONDAY) -> datetime:
    return to_instant(datetime.combine(when, time(hour, minute)), "America/New_York")


async def test_a_booked_visit_stands_in_its_column_with_all_it_takes(clinic: Clinic) -> None:
    who = await hire(clinic, "Dr. Omar Hassan")
    room, device = await add_room(clinic, "Room 3"), await add_device(clinic, "US-1")
    service = await offer(
        clinic, who, name="Ultrasound", minutes=45, rooms=[room], devices=[device]
    )
    patient = await register(clinic, "Hana Sato")
    with frozen(MORNING):
        booked = await perform(
            clinic.reception,
            book_appointment,
            patient_id=patient,
            service_id=service,
            start=monday(9, 30),
            note="Brings her sister",
        )
    rows = await day(clinic)
    assert [(one.id, one.name, one.initials) for one in rows.columns] == [
        (str(who), "Dr. Omar Hassan", "OH")
    ]
    assert rows.visits == (
        VisitBlock(
            id=str(booked.appointment_id),
            practitioner_id=str(who),
            start="2027-03-01T09:30",
            end="2027-03-01T10:15",
            patient_id=str(patient),
            patient="Hana Sato",
            service="Ultrasound",
            colour="teal",
            room_id=str(room),
            room="Room 3",
            devices=(Resource(str(device), "US-1"),),
            status="booked",
            arrived="",
            first_visit=True,
            outside_hours=False,
            has_note=True,
            version=1,
        ),
    )
    assert "sister" not in str(rows)


async def test_a_stranger_sees_nothing_of_it(placing: Placing, other_clinic: Clinic) -> None:
    await place(placing, at(9))
    rows = await look(other_clinic.owner, load_calendar, first_day=MONDAY, days=7)
    assert rows.visits == ()
    assert rows.columns == ()
    assert rows.shades == ()


async def test_each_clinic_sees_the_same_instant_on_its_own_wall(other_clinic: Clinic) -> None:
    desk = await furnish(other_clinic)
    berlin = Placing(other_clinic, desk.practitioner, desk.service, desk.patient)
    await place(berlin, datetime(2027, 3, 1, 23, 30, tzinfo=UTC))
    assert (await day(other_clinic)).visits == ()
    assert (await only_visit(other_clinic, date(2027, 3, 2))).start == "2027-03-02T00:30"


async def test_visits_of_every_state_come_in_the_order_of_the_day(placing: Placing) -> None:
    states = ["completed", "in_visit", "checked_in", "confirmed", "booked", "no_show", "cancelled"]
    for hour, status in reversed(list(enumerate(states, start=9))):
        await place(placing, at(hour), status=status, arrived=at(8, 52) if hour == 11 else None)
    visits = (await day(placing.clinic)).visits
    assert [visit.status for visit in visits] == states
    assert [visit.arrived for visit in visits] == ["", "", "8:52", "", "", "", ""]
    assert [visit.first_visit for visit in visits] == [True, *(6 * [False])]


async def test_a_visit_over_midnight_is_in_both_days_and_in_no_third(placing: Placing) -> None:
    await place(placing, at(23, 45), outside_hours=True)
    for when in (MONDAY, date(2027, 3, 2)):
        visit = await only_visit(placing.clinic, when)
        assert (visit.start, visit.end) == ("2027-03-01T23:45", "2027-03-02T00:15")
        assert visit.outside_hours
    assert (await day(placing.clinic, date(2027, 3, 3))).visits == ()
    assert len((await day(placing.clinic, MONDAY, 7)).visits) == 1


async def test_a_visit_across_the_clocks_going_forward(placing: Placing) -> None:
    await place(placing, at(1, 45, CLOCKS_FORWARD))
    visit = await only_visit(placing.clinic, CLOCKS_FORWARD)
    assert (visit.start, visit.end) == ("2027-03-14T01:45", "2027-03-14T03:15")


async def test_a_visit_across_the_clocks_going_back_is_still_drawn(placing: Placing) -> None:
    """From 1:45 to 1:15 on the wall: shown as long as it is, instead of not at all."""
    await place(placing, datetime(2027, 11, 7, 5, 45, tzinfo=UTC))
    visit = await only_visit(placing.clinic, CLOCKS_BACK)
    assert (visit.start, visit.end) == ("2027-11-07T01:45", "2027-11-07T02:15")


async def test_the_last_hour_of_a_long_day_belongs_to_it(placing: Placing) -> None:
    await place(placing, datetime(2027, 11, 8, 4, 30, tzinfo=UTC))
    assert (await only_visit(placing.clinic, CLOCKS_BACK)).start == "2027-11-07T23:30"


async def test_hours_breaks_and_leave_are_shaded(placing: Placing) -> None:
    leave = TimeOff(
        organization_id=placing.clinic.organization_id,
        practitioner_id=placing.practitioner,
        starts_at=at(14),
        ends_at=at(17),
        reason="Ward round",
    )
    called_off = leave.model_copy(
        update={"id": placing.patient, "reason": "Nothing", "cancelled_at": now()}
    )
    async with transaction(organization=placing.clinic.organization_id) as session:
        session.add_all([leave, TimeOff(**called_off.model_dump())])
    rows = await day(placing.clinic)
    assert [(span.start[11:], span.end[11:], span.label) for span in rows.shades] == [
        ("00:00", "09:00", "Not working"),
        ("12:00", "13:00", "Break"),
        ("14:00", "17:00", "Ward round"),
        ("17:00", "00:00", "Not working"),
    ]
    assert (rows.opens, rows.closes) == (8, 18)


async def test_leave_in_the_second_pass_of_a_double_hour_is_shaded_there(placing: Placing) -> None:
    async with transaction(organization=placing.clinic.organization_id) as session:
        session.add(
            TimeOff(
                organization_id=placing.clinic.organization_id,
                practitioner_id=placing.practitioner,
                starts_at=datetime(2027, 11, 7, 5, 50, tzinfo=UTC),
                ends_at=datetime(2027, 11, 7, 6, 10, tzinfo=UTC),
                reason="Ward round",
            )
        )
    shades = (await day(placing.clinic, CLOCKS_BACK)).shades
    assert [(span.start[11:], span.again, span.lasts, span.label) for span in shades] == [
        ("00:00", False, 110, "Not working"),
        ("01:50", False, 20, "Ward round"),  # until 1:10, again
        ("01:10", True, 23 * 60 - 10, "Not working"),
    ]


async def test_the_hours_in_force_on_each_day_rule_it(placing: Placing) -> None:
    """From Wednesday on the practitioner has a week without any hours."""
    async with transaction(organization=placing.clinic.organization_id) as session:
        session.add(
            HoursWeek(
                organization_id=placing.clinic.organization_id,
                practitioner_id=placing.practitioner,
                valid_from=date(2027, 3, 3),
            )
        )
    spans = (await day(placing.clinic, MONDAY, 7)).shades
    whole_days = [span.start[:10] for span in spans if span.end > f"{span.start[:10]}T24"]
    breaks = [span.start[:10] for span in spans if span.label == "Break"]
    assert breaks == ["2027-03-01", "2027-03-02"]
    assert "2027-03-03" in whole_days


async def test_who_left_keeps_a_column_for_the_visits_of_then(placing: Placing) -> None:
    await place(placing, at(9))
    await hire(placing.clinic, "Dr. Ruth Abel")
    async with transaction(organization=placing.clinic.organization_id) as session:
        await session.execute(
            update(Practitioner)
            .where(col(Practitioner.id) == placing.practitioner)
            .values(archived_at=now())
        )
    names = [one.name for one in (await day(placing.clinic)).columns]
    assert names == ["Dr. Lin Zhao", "Dr. Ruth Abel"]
    tuesday = await day(placing.clinic, date(2027, 3, 2))
    assert [one.name for one in tuesday.columns] == ["Dr. Ruth Abel"]


async def test_a_calendar_of_a_year_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Invalid):
        await day(clinic, MONDAY, 366)


async def test_a_week_of_many_costs_one_query(placing: Placing) -> None:
    for number in range(4):
        await hire(placing.clinic, f"Dr. Number {number}")
    for hour in range(9, 12):
        await place(placing, at(hour))
    with counted() as statements:
        assert len((await day(placing.clinic, MONDAY, 7)).visits) == 3
    assert len([each for each in statements if " FROM " in each]) == 1


async def test_visits_are_found_by_an_index_of_clinic_and_time(
    placing: Placing, database_url: str
) -> None:
    await place(placing, at(9))
    await copy_for_a_year(placing.clinic, database_url)
    values = {
        "organization": placing.clinic.organization_id,
        "first_day": MONDAY,
        "last_day": MONDAY,
        "now": now(),
        "begin": at(0),
        "end": at(23),
    }
    async with transaction(organization=placing.clinic.organization_id) as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        await session.execute(text("SET LOCAL enable_bitmapscan = off"))
        plan = await session.execute(text(f"EXPLAIN {CALENDAR.sql}"), values)
        lines = [line.strip() for (line,) in plan]
    at_scan = next(n for n, line in enumerate(lines) if f"on {Appointment.__tablename__} a" in line)
    assert "appointment_by_time" in lines[at_scan]
    assert "starts_at <" in lines[at_scan + 1]
    assert not [line for line in lines if "Seq Scan" in line]


async def test_a_time_that_somebody_is_booking_is_shown_as_held(placing: Placing) -> None:
    reception = placing.clinic.reception
    with frozen(MORNING):
        asked: dict[str, Any] = {"service_id": placing.service}
        await perform(reception, hold_slot, **asked, start=monday(10))
        held = [shade for shade in (await day(placing.clinic)).shades if shade.held]
    assert [(one.start[11:], one.end[11:], one.label) for one in held] == [
        ("10:00", "10:30", f"Held by {reception.name} until 7:10")
    ]
    with frozen(MORNING + timedelta(hours=1)):
        assert not any(shade.held for shade in (await day(placing.clinic)).shades)


async def test_the_columns_of_rooms_and_devices_are_the_clinics(placing: Placing) -> None:
    second = await add_room(placing.clinic, "Room 2", position=1)
    device = await add_device(placing.clinic, "US-1")
    await place(placing, at(9), room=second, devices=(device,))
    rows = await day(placing.clinic)
    assert [room.name for room in rows.rooms] == ["Room 1", "Room 2"]
    assert [one.name for one in rows.devices] == ["US-1"]
    (visit,) = rows.visits
    assert (visit.room_id, [one.id for one in visit.devices]) == (str(second), [str(device)])


async def test_the_second_pass_of_a_double_hour_is_marked(placing: Placing) -> None:
    for hour in (5, 6):
        await place(placing, datetime(2027, 11, 7, hour, 30, tzinfo=UTC))
    visits = (await day(placing.clinic, CLOCKS_BACK)).visits
    assert [(visit.start[11:], visit.again) for visit in visits] == [
        ("01:30", False),
        ("01:30", True),
    ]
