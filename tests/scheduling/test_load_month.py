"""The month: visits counted by the database, each day's first ones, strangers' none."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
import pytest_asyncio

from clinic_app.database.transaction import look
from clinic_app.kit.errors import Invalid
from clinic_app.kit.zones import to_instant
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.calendar.load_month import MONTH, DayOfMonth, load_month
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, counted, furnish, hire, monday
from tests.scheduling.visits import (
    Placing,
    copy_for_a_year,
    let_assist,
    let_assist_all,
    place,
    scans_of,
)


@pytest_asyncio.fixture
async def placing(clinic: Clinic) -> Placing:
    """Four visits on Monday, one of them called off; one late on Tuesday."""
    desk = await furnish(clinic)
    placing = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    for hour, status in ((12, "booked"), (9, "completed"), (10, "cancelled"), (11, "confirmed")):
        await place(placing, to_instant(monday(hour), clinic.time_zone), status=status)
    late = to_instant(monday(23, 45) + timedelta(days=1), clinic.time_zone)
    await place(placing, late)
    return placing


async def month(clinic: Clinic, days: int = 42, without: tuple[UUID, ...] = ()) -> list[DayOfMonth]:
    rows = await look(clinic.reception, load_month, first_day=MONDAY, days=days, without=without)
    return list(rows)


async def test_a_stranger_sees_empty_days(placing: Placing, other_clinic: Clinic) -> None:
    del placing
    assert {(day.count, day.first) for day in await month(other_clinic)} == {(0, ())}


async def test_days_are_the_clinics_and_begin_with_their_first_visits(placing: Placing) -> None:
    first, second, *rest = await month(placing.clinic)
    assert (first.day, first.count) == (MONDAY, 3)
    assert [(one.time, one.patient) for one in first.first] == [
        ("9:00", "Sofia Marín"),
        ("11:00", "Sofia Marín"),
        ("12:00", "Sofia Marín"),
    ]
    assert (second.day, second.count) == (date(2027, 3, 2), 1)
    assert len(rest) == 40
    assert not any(day.count for day in rest)


async def test_whom_one_hides_does_not_count(placing: Placing) -> None:
    other = await hire(placing.clinic, "Dr. Omar Hassan")
    assert (await month(placing.clinic, 1, (other,)))[0].count == 3
    hidden = (placing.practitioner,)
    first = (await month(placing.clinic, 1))[0].first[0]
    assert (await month(placing.clinic, 1, hidden))[0].count == 0
    await let_assist(placing.clinic, first.id, other, Part(10, 10))
    later = replace(first, assists=True, time=first.time.replace(":00", ":10"))
    assert (await month(placing.clinic, 1, hidden))[0].first == (later,)


async def test_a_month_costs_one_query(placing: Placing) -> None:
    with counted() as statements:
        await month(placing.clinic)
    assert len([each for each in statements if " FROM " in each]) == 1


async def test_each_day_is_found_by_the_index_of_clinic_and_time(
    placing: Placing, database_url: str
) -> None:
    await copy_for_a_year(placing.clinic, database_url)
    other = await hire(placing.clinic, "Dr. Omar Hassan")
    await let_assist_all(placing.clinic, database_url, other)
    begin = to_instant(monday(0), placing.clinic.time_zone)
    values: dict[str, object] = {
        "organization": placing.clinic.organization_id,
        "begins": [begin],
        "ends": [begin + timedelta(days=1)],
        "without": [placing.practitioner],
        "first": 3,
    }
    scans = await scans_of(placing.clinic, MONTH, values)
    assert len(scans) == 2
    for scan in scans:
        assert "appointment_by_time" in scan
        assert "starts_at >=" in scan
    assisting = await scans_of(placing.clinic, MONTH, values, "visit_assistant x")
    assert len(assisting) == 2
    for scan in assisting:
        assert "visit_assistant_once" in scan
        assert "owner_id = CASE" in scan


async def test_a_year_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Invalid):
        await month(clinic, 365)
