"""A practitioner's weeks and time off, from the first to what is to come."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import Conflict, Invalid, NotFound
from clinic_app.kit.ids import PractitionerId, TimeOffId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.hours.cancel_time_off import cancel_time_off
from clinic_app.scheduling.hours.remove_hours_change import remove_hours_change
from clinic_app.scheduling.hours.set_working_hours import set_working_hours
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from tests.cast import Clinic
from tests.scheduling.setting_up import FAR, book, details, practitioner, work

WEEK = [work(day, "09:00", "17:00") for day in range(5)]
PAUSE = [work(day, "12:00", "12:30", "break") for day in range(5)]


def today(clinic: Clinic) -> date:
    return to_wall(now(), clinic.time_zone).date()


async def set_week(
    clinic: Clinic, who: PractitionerId, valid_from: date, spans: list[DaySpan]
) -> None:
    await perform(
        clinic.owner, set_working_hours, practitioner_id=who, valid_from=valid_from, spans=spans
    )


async def test_a_week_with_breaks_is_read_back(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    await set_week(clinic, who, today(clinic), WEEK + PAUSE)
    found = await details(clinic, who)
    (week,) = found.weeks
    assert week.rules_today
    assert week.summary == "Mon–Fri 9:00–12:00, 12:30–17:00"
    assert len(week.spans) == 10
    assert found.row.hours == week.summary


async def test_a_later_week_waits_and_the_same_date_replaces_it(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    later = today(clinic) + timedelta(days=30)
    await set_week(clinic, who, today(clinic), WEEK)
    await set_week(clinic, who, later, WEEK[:4])
    await set_week(clinic, who, later, WEEK[:2])
    found = await details(clinic, who)
    assert [week.summary for week in found.weeks] == [
        "Mon–Fri 9:00–17:00",
        "Mon–Tue 9:00–17:00",
    ]
    assert found.row.hours == "Mon–Fri 9:00–17:00"
    assert found.row.next_change == later.isoformat()
    with frozen(now() + timedelta(days=31)):
        after = await details(clinic, who)
    assert after.row.hours == "Mon–Tue 9:00–17:00"
    assert [week.rules_today for week in after.weeks] == [True]


async def test_an_empty_week_is_a_week(clinic: Clinic) -> None:
    """From then on nobody is offered: without its own row the old hours would go on."""
    who = await practitioner(clinic)
    await set_week(clinic, who, today(clinic) - timedelta(days=10), WEEK)
    await set_week(clinic, who, today(clinic), [])
    found = await details(clinic, who)
    assert found.row.hours == "No working hours"
    assert [week.rules_today for week in found.weeks] == [True]


async def test_a_change_to_come_can_be_taken_back_and_one_that_rules_cannot(
    clinic: Clinic,
) -> None:
    who = await practitioner(clinic)
    later = today(clinic) + timedelta(days=7)
    await set_week(clinic, who, today(clinic), WEEK)
    await set_week(clinic, who, later, [])
    await perform(clinic.owner, remove_hours_change, practitioner_id=who, valid_from=later)
    assert (await details(clinic, who)).row.next_change == ""
    with pytest.raises(NotFound):
        await perform(clinic.owner, remove_hours_change, practitioner_id=who, valid_from=later)
    with pytest.raises(Conflict):
        await perform(
            clinic.owner, remove_hours_change, practitioner_id=who, valid_from=today(clinic)
        )


async def test_a_refused_week_leaves_the_old_one(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    await set_week(clinic, who, today(clinic), WEEK)
    with pytest.raises(Invalid):
        await set_week(clinic, who, today(clinic), [*WEEK, work(0, "16:00", "18:00")])
    with pytest.raises(Invalid) as refused:
        await set_week(clinic, who, date(1999, 1, 1), WEEK)
    assert refused.value.field == "valid_from"
    assert (await details(clinic, who)).row.hours == "Mon–Fri 9:00–17:00"


async def test_time_off_is_wall_time_and_counts_the_visits_it_hits(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    await book(clinic, who)  # 10:00 to 10:30 in New York
    await book(clinic, who, start=FAR + timedelta(hours=4))
    await book(clinic, who, start=FAR + timedelta(hours=1), status="cancelled")
    wall = to_wall(FAR, clinic.time_zone)
    added = await perform(
        clinic.owner,
        add_time_off,
        practitioner_id=who,
        starts=wall + timedelta(minutes=15),
        ends=wall + timedelta(hours=2),
        reason="Dentist",
    )
    assert added.visits == 1
    (shown,) = (await details(clinic, who)).time_off
    assert (shown.starts, shown.ends) == ("2031-05-06T10:15", "2031-05-06T12:00")
    assert (shown.reason, shown.whole_days) == ("Dentist", False)


async def test_whole_days_follow_the_clock_on_the_wall(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    day = datetime(2027, 3, 14)  # noqa: DTZ001  # a wall time: the clocks go forward at two
    asked: dict[str, Any] = {"starts": day, "ends": day + timedelta(days=1)}
    with frozen(datetime(2027, 3, 1, tzinfo=UTC)):
        await perform(clinic.owner, add_time_off, practitioner_id=who, **asked)
        (shown,) = (await details(clinic, who)).time_off
    assert shown.whole_days
    with frozen(datetime(2027, 3, 15, 3, 59, tzinfo=UTC)):
        (row,) = await look(clinic.owner, list_practitioners)
        assert row.away_until == "2027-03-15T00:00"
    with frozen(datetime(2027, 3, 15, 4, 0, tzinfo=UTC)):
        (row,) = await look(clinic.owner, list_practitioners)
        assert row.away_until == ""


async def test_time_off_is_taken_back_once(clinic: Clinic) -> None:
    who = await practitioner(clinic)
    start = to_wall(FAR, clinic.time_zone)
    added = await perform(
        clinic.owner,
        add_time_off,
        practitioner_id=who,
        starts=start,
        ends=start + timedelta(days=3),
    )
    time_off_id = parse_id(TimeOffId, added.id)
    await perform(clinic.owner, cancel_time_off, time_off_id=time_off_id)
    await perform(clinic.owner, cancel_time_off, time_off_id=time_off_id)
    assert (await details(clinic, who)).time_off == ()


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2031-05-06T10:00", "2031-05-06T10:00"),
        ("2031-05-06T10:00", "2031-05-05T10:00"),
        ("2020-05-06T10:00", "2020-05-07T10:00"),  # over already
        ("2031-05-06T10:00", "2034-05-06T10:00"),
        ("2031-03-09T02:10", "2031-03-09T02:50"),  # an hour that does not exist
    ],
)
async def test_an_impossible_absence_is_refused_beside_its_end(
    clinic: Clinic, starts: str, ends: str
) -> None:
    who = await practitioner(clinic)
    with pytest.raises(Invalid) as refused:
        await perform(
            clinic.owner,
            add_time_off,
            practitioner_id=who,
            starts=datetime.fromisoformat(starts),
            ends=datetime.fromisoformat(ends),
        )
    assert refused.value.field == "ends"
    assert (await details(clinic, who)).time_off == ()
