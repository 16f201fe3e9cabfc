"""Exceptions and holidays, and the visits they hit: strangers first."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from clinic_app.database.transaction import look, perform, rehearse
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import HolidayId, parse_id
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.free_times.explain_day import explain_day
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.hours.add_holidays import NewHoliday, add_holidays
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.hours.list_date_hours import list_date_hours
from clinic_app.scheduling.hours.list_holidays import list_holidays
from clinic_app.scheduling.hours.remove_date_hours import remove_date_hours
from clinic_app.scheduling.hours.remove_holiday import remove_holiday
from clinic_app.scheduling.hours.remove_hours_change import remove_hours_change
from clinic_app.scheduling.hours.set_date_hours import set_date_hours
from clinic_app.scheduling.hours.set_working_hours import set_working_hours
from clinic_app.scheduling.to_move.list_visits_to_move import list_visits_to_move
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit
from tests.cast import Clinic, found_clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Desk,
    book,
    counted,
    furnish,
    hire,
    monday,
    register,
)
from tests.scheduling.setting_up import work

TUESDAY = MONDAY + timedelta(days=1)
SUNDAY = MONDAY + timedelta(days=6)


async def set_dates(
    desk: Desk, rule: str, *spans: tuple[str, str], days: Sequence[date] = (MONDAY,), note: str = ""
) -> tuple[MisplacedVisit, ...]:
    return await perform(
        desk.clinic.owner,
        set_date_hours,
        practitioner_id=desk.practitioner,
        days=days,
        rule=rule,
        spans=[work(0, *span) for span in spans],
        note=note,
    )


async def starts(desk: Desk, day: date = MONDAY) -> list[str]:
    slots = await look(
        desk.clinic.reception, find_free_slots, service_id=desk.service, first_day=day
    )
    return [f"{slot.start - timedelta(hours=5):%H:%M}" for slot in slots]  # New York in winter


async def visit(desk: Desk, hour: int, minute: int = 0, *, outside_hours: bool = False) -> None:
    await book(
        desk.clinic.reception,
        patient_id=await register(desk.clinic),
        service_id=desk.service,
        practitioner_id=desk.practitioner,
        start=monday(hour, minute),
        outside_hours=outside_hours,
    )


def told(visits: Sequence[MisplacedVisit]) -> list[tuple[str, str]]:
    return [(visit.start[11:], visit.why) for visit in visits]


async def to_move(clinic: Clinic) -> list[tuple[str, str]]:
    return told(await look(clinic.reception, list_visits_to_move))


async def test_strangers_find_nothing_and_the_desk_may_not(clinic: Clinic) -> None:
    stranger = await found_clinic()
    who = await hire(clinic)
    asked: dict[str, Any] = {"practitioner_id": who, "days": [MONDAY]}
    with frozen(MORNING):
        with pytest.raises(NotFound):
            await perform(stranger.owner, set_date_hours, rule="closed", **asked)
        with pytest.raises(NotFound):
            await perform(stranger.owner, remove_date_hours, **asked)
        with pytest.raises(NotAllowed):
            await perform(clinic.reception, set_date_hours, rule="closed", **asked)
        with pytest.raises(NotAllowed):
            await perform(clinic.reception, remove_date_hours, **asked)
        with pytest.raises(NotFound):
            await look(stranger.owner, list_date_hours, practitioner_id=who)
        await perform(clinic.owner, add_holidays, holidays=[NewHoliday(MONDAY, "Founding day")])
        (row,) = await look(clinic.owner, list_holidays)
        assert await look(stranger.owner, list_holidays) == ()
        with pytest.raises(NotFound):
            await perform(stranger.owner, remove_holiday, holiday_id=parse_id(HolidayId, row.id))
        with pytest.raises(NotAllowed):
            await perform(clinic.reception, add_holidays, holidays=[])


async def why_none(desk: Desk, day: date) -> str:
    """Ask why a day has no times at all."""
    asked: dict[str, Any] = {"service_id": desk.service, "practitioner_id": None}
    return await look(desk.clinic.reception, explain_day, day=day, **asked)


async def test_a_date_is_closed_changed_extended_and_given_back(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, minutes=60)
        usual = await starts(desk)
        await set_dates(desk, "closed", note="Training")
        assert await starts(desk) == []
        assert await why_none(desk, MONDAY) == "Closed: Training."
        assert await why_none(desk, SUNDAY) == "Dr. Lin Zhao does not work on this day."
        with pytest.raises(Invalid, match="not working"):
            await visit(desk, 10)
        await set_dates(desk, "instead", ("07:00", "08:30"), days=[MONDAY, SUNDAY])
        assert await starts(desk) == ["07:00", "07:15", "07:30"]
        assert await starts(desk, SUNDAY) == ["07:00", "07:15", "07:30"]
        await set_dates(desk, "extra", ("17:00", "18:00"))
        assert await starts(desk) == [*usual, "16:15", "16:30", "16:45", "17:00"]
        rows = await look(clinic.reception, list_date_hours, practitioner_id=desk.practitioner)
        assert [(row.day, row.rule, row.hours) for row in rows] == [
            (MONDAY.isoformat(), "extra", "17:00–18:00"),
            (SUNDAY.isoformat(), "instead", "7:00–8:30"),
        ]
        gone: dict[str, Any] = {"practitioner_id": desk.practitioner, "days": [MONDAY, SUNDAY]}
        await perform(clinic.owner, remove_date_hours, **gone)
        assert await starts(desk) == usual
        with pytest.raises(NotFound):
            await perform(clinic.owner, remove_date_hours, **gone)


@pytest.mark.parametrize(
    ("rule", "spans", "days", "field"),
    [
        ("closed", [], [], "days"),
        ("closed", [], [MONDAY - timedelta(days=1)], "days"),
        ("closed", [], [MONDAY + timedelta(days=n) for n in range(101)], "days"),
        ("closed", [], [MONDAY + timedelta(days=6 * 366)], "days"),
        ("open", [], [MONDAY], "rule"),
        ("instead", [], [MONDAY], "hours"),
        ("extra", [("10:00", "09:00")], [MONDAY], "hours"),
        ("extra", [("09:00", "11:00"), ("10:00", "12:00")], [MONDAY], "hours"),
    ],
)
async def test_what_cannot_be_is_refused_beside_its_field(
    clinic: Clinic, rule: str, spans: list[tuple[str, str]], days: list[date], field: str
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        with pytest.raises(Invalid) as refused:
            await set_dates(desk, rule, *spans, days=days)
    assert refused.value.field == field


async def test_a_holiday_closes_for_everybody_but_whose_date_says_otherwise(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, minutes=60)
        usual = await starts(desk, TUESDAY)
        holidays = [NewHoliday(MONDAY, "Founding day"), NewHoliday(TUESDAY, "Rest", yearly=True)]
        await perform(clinic.owner, add_holidays, holidays=holidays)
        assert await starts(desk) == await starts(desk, TUESDAY) == []
        shown = await look(clinic.reception, load_calendar, first_day=MONDAY)
        assert [shade.label for shade in shown.shades] == ["Closed: Founding day"]
        await set_dates(desk, "instead", ("09:00", "10:00"))
        assert await starts(desk) == ["09:00"]
        with pytest.raises(Conflict):
            await perform(clinic.owner, add_holidays, holidays=holidays[1:])
        rows = await look(clinic.owner, list_holidays)
        assert [(row.name, row.yearly) for row in rows] == [("Founding day", False), ("Rest", True)]
        for _ in range(2):
            await perform(clinic.owner, remove_holiday, holiday_id=parse_id(HolidayId, rows[1].id))
        assert await starts(desk, TUESDAY) == usual
        await perform(clinic.owner, add_holidays, holidays=holidays[1:])  # a free date again


async def test_every_kind_of_absence_names_the_visits_it_hits(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        owner, who = clinic.owner, desk.practitioner
        await visit(desk, 9)
        await visit(desk, 16)
        assert await to_move(clinic) == []
        rehearsed = await rehearse(
            owner, set_date_hours, practitioner_id=who, days=[MONDAY], rule="closed", note="Fair"
        )
        assert told(rehearsed) == [("09:00", "Closed: Fair"), ("16:00", "Closed: Fair")]
        assert await to_move(clinic) == []  # only said, not done
        hit = await set_dates(desk, "instead", ("10:00", "17:00"))
        assert told(hit) == await to_move(clinic) == [("09:00", "Outside working hours")]
        await perform(owner, remove_date_hours, practitioner_id=who, days=[MONDAY])
        assert await to_move(clinic) == []
        hit = await perform(owner, add_holidays, holidays=[NewHoliday(MONDAY, "Feast")])
        assert told(hit) == [("09:00", "Closed: Feast"), ("16:00", "Closed: Feast")]
        (row,) = await look(owner, list_holidays)
        await perform(owner, remove_holiday, holiday_id=parse_id(HolidayId, row.id))
        week: dict[str, Any] = {"practitioner_id": who, "valid_from": MONDAY}
        hit = await perform(owner, set_working_hours, **week, spans=[work(0, "09:00", "16:00")])
        assert told(hit) == await to_move(clinic) == [("16:00", "Outside working hours")]
        added = await perform(
            owner, add_time_off, practitioner_id=who, starts=monday(8), ends=monday(9, 5)
        )
        assert (told(added.hit), added.visits) == ([("09:00", "Time off")], 1)
        assert len(await to_move(clinic)) == 2
    with frozen(MORNING + timedelta(hours=3)):
        assert await to_move(clinic) == [("16:00", "Outside working hours")]  # the rest is over


async def test_who_was_booked_on_purpose_stays_until_time_off_comes(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        await visit(desk, 20, outside_hours=True)
        await set_dates(desk, "instead", ("10:00", "12:00"))
        assert await to_move(clinic) == []
    with frozen(MORNING + timedelta(minutes=1)):
        added = await perform(
            clinic.owner,
            add_time_off,
            practitioner_id=desk.practitioner,
            starts=monday(19),
            ends=monday(23),
        )
        assert told(added.hit) == await to_move(clinic) == [("20:00", "Time off")]


async def test_hours_taken_back_name_who_was_booked_into_them(clinic: Clinic) -> None:
    sunday = datetime.combine(SUNDAY, time(9))
    with frozen(MORNING):
        desk = await furnish(clinic)
        who: dict[str, Any] = {"practitioner_id": desk.practitioner}
        booking: dict[str, Any] = {
            "patient_id": desk.patient,
            "service_id": desk.service,
            "start": sunday,
            **who,
        }
        await set_dates(desk, "extra", ("09:00", "10:00"), days=[SUNDAY])
        await book(clinic.reception, **booking)
        hit = await perform(clinic.owner, remove_date_hours, **who, days=[SUNDAY])
        assert told(hit) == await to_move(clinic) == [("09:00", "Outside working hours")]
        change: dict[str, Any] = {**who, "valid_from": SUNDAY}
        await perform(clinic.owner, set_working_hours, **change, spans=[work(6, "09:00", "10:00")])
        assert await to_move(clinic) == []
    with frozen(MORNING + timedelta(minutes=1)):
        hit = await perform(clinic.owner, remove_hours_change, **change)
        assert told(hit) == await to_move(clinic) == [("09:00", "Outside working hours")]


async def test_the_number_of_queries_does_not_grow(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        await starts(desk)
        await set_dates(desk, "closed", days=[MONDAY + timedelta(days=30)])  # nothing is kept
        with counted() as before:
            await to_move(clinic)
            await starts(desk)
        for hour in range(9, 12):
            await visit(desk, hour)
        await set_dates(desk, "closed", days=[MONDAY + timedelta(days=n) for n in range(20)])
        holidays = [NewHoliday(MONDAY + timedelta(days=n), "Rest") for n in range(20)]
        await perform(clinic.owner, add_holidays, holidays=holidays)
        with counted() as after:
            assert len(await to_move(clinic)) == 3
            await starts(desk)
    assert len(after) == len(before)
