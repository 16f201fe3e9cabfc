"""A clinic moves to another zone: its visits keep their moments or their wall times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Conflict, Invalid, NotAllowed
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.edit_clinic import edit_clinic
from clinic_app.people.tables import Organization
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent, Reservation
from clinic_app.scheduling.errors import DayFull
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.outside.feed_rows import FeedOwner, list_feed_visits
from clinic_app.scheduling.outside.visit_calendar import CalendarVisit
from clinic_app.scheduling.rule_tables import SlotHold
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.tables import TimeOff
from clinic_app.scheduling.waiting_tables import FreedTime
from clinic_app.scheduling.zone.keep_walls import REASON
from clinic_app.scheduling.zone.wall_troubles import wall_troubles
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, book, furnish, monday, register
from tests.scheduling.test_booking_rules import cap_practitioner
from tests.scheduling.test_series import visits_of
from tests.scheduling.test_series_changes import four_mondays
from tests.scheduling.test_series_changes import move as move_visit
from tests.scheduling.waiting import freed_ten, offers, wait

SETTINGS: dict[str, Any] = {
    "name": "City Medical",
    "currency": "USD",
    "idle_minutes": 15,
    "slot_minutes": 15,
    "one_visit_per_patient": True,
}
NY = timedelta(hours=5)
BERLIN = timedelta(hours=-1)


async def move_clinic(clinic: Clinic, zone: str = "Europe/Berlin", **asked: Any) -> int:  # noqa: ANN401
    return await perform(clinic.owner, edit_clinic, **SETTINGS, time_zone=zone, **asked)


async def visit_at(desk: Desk, start: datetime, *, outside_hours: bool = False) -> None:
    await book(
        desk.clinic.reception,
        patient_id=await register(desk.clinic),
        service_id=desk.service,
        start=start,
        outside_hours=outside_hours,
    )


async def kept(clinic: Clinic) -> tuple[str, list[datetime], list[datetime]]:
    """Return the zone, when visits begin, and when their practitioner is taken."""
    async with transaction(organization=clinic.organization_id) as session:
        zone = (await session.execute(select(col(Organization.time_zone)))).scalar_one()
        visits = select(col(Appointment.starts_at)).order_by(col(Appointment.starts_at))
        taken = (
            select(col(Reservation.begins_at))
            .where(
                col(Reservation.practitioner_id).is_not(None),
                col(Reservation.released_at).is_(None),
            )
            .order_by(col(Reservation.begins_at))
        )
        starts = (await session.execute(visits)).scalars().all()
        begins = (await session.execute(taken)).scalars().all()
        return zone, list(starts), [one for one in begins if one is not None]


def utc(hour: int, minute: int = 0) -> datetime:
    return monday(hour, minute).replace(tzinfo=UTC)


async def test_who_may_not_changes_nothing(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        await perform(clinic.reception, edit_clinic, **SETTINGS, time_zone="UTC", keep="walls")
    with pytest.raises(NotAllowed):
        await look(clinic.reception, wall_troubles, time_zone="UTC")
    with pytest.raises(Invalid):
        await move_clinic(clinic, keep="dates")
    with pytest.raises(Invalid):
        await move_clinic(clinic, "Europe/Atlantis", keep="walls")
    assert (await kept(clinic))[0] == clinic.time_zone


async def test_moments_stay_when_moments_are_kept(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        await visit_at(desk, monday(9))
        assert await move_clinic(clinic) == 0
        assert await kept(clinic) == ("Europe/Berlin", [utc(14)], [utc(14)])


async def test_a_days_cap_counts_the_days_of_the_new_zone(clinic: Clinic) -> None:
    """Monday evening in New York is Tuesday in Berlin, where Tuesday has one already."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        await cap_practitioner(desk, 2)
        evening = monday(20)
        await visit_at(desk, evening, outside_hours=True)
        await visit_at(desk, evening + timedelta(minutes=30), outside_hours=True)
        await visit_at(desk, monday(10) + timedelta(days=1))
        await move_clinic(clinic)
        there = replace(clinic.owner, time_zone="Europe/Berlin")
        asked = {"service_id": desk.service, "outside_hours": True}
        tuesday = monday(9) + timedelta(days=1)
        with pytest.raises(DayFull):
            await book(there, patient_id=desk.patient, start=tuesday, **asked)
        for hour in (14, 15):  # Monday has its two places again
            await book(there, patient_id=desk.patient, start=monday(hour), **asked)
        with pytest.raises(DayFull):
            await book(there, patient_id=desk.patient, start=monday(16), **asked)
        await move_clinic(clinic, "America/New_York")
        with pytest.raises(DayFull):
            await visit_at(desk, monday(11))


async def test_walls_stay_when_walls_are_kept_and_neighbours_do_not_collide(
    clinic: Clinic,
) -> None:
    """An hour's visits back to back, shifted by hours onto each other's old places."""
    with frozen(MORNING - timedelta(days=1)):
        desk = await furnish(clinic, minutes=60, before=0, after=0)
        for hour in (9, 10, 11, 15, 16):
            await visit_at(desk, monday(hour))
        await perform(
            clinic.owner,
            add_time_off,
            practitioner_id=desk.practitioner,
            starts=monday(0) + timedelta(days=1),
            ends=monday(0) + timedelta(days=2),
        )
        assert await look(clinic.owner, wall_troubles, time_zone="Europe/Berlin") == ()
        assert await move_clinic(clinic, keep="walls") == 5
        zone, starts, taken = await kept(clinic)
        walls = [utc(hour) + BERLIN for hour in (9, 10, 11, 15, 16)]
        assert (zone, starts, taken) == ("Europe/Berlin", walls, walls)
        async with transaction(organization=clinic.organization_id) as session:
            (away,) = (await session.execute(select(TimeOff))).scalars()
            visits = (await session.execute(select(Appointment))).scalars().all()
            moved = select(AppointmentEvent).where(col(AppointmentEvent.kind) == "moved")
            events = (await session.execute(moved)).scalars().all()
        assert away.starts_at == utc(0) + timedelta(days=1) + BERLIN
        assert away.ends_at - away.starts_at == timedelta(days=1)
        assert {visit.version for visit in visits} == {2}
        assert {visit.ends_at - visit.starts_at for visit in visits} == {timedelta(hours=1)}
        assert {(one.reason, one.from_starts_at is not None) for one in events} == {(REASON, True)}


async def test_an_hour_that_is_skipped_or_double_there_is_listed_and_nothing_half_written(
    clinic: Clinic,
) -> None:
    """The clocks of Berlin change on 28 March and 31 October 2027, at two and at three."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        await visit_at(desk, datetime(2027, 3, 28, 2, 30), outside_hours=True)  # noqa: DTZ001
        await visit_at(desk, datetime(2027, 10, 31, 2, 30), outside_hours=True)  # noqa: DTZ001
        before = await kept(clinic)
        told = await look(clinic.owner, wall_troubles, time_zone="Europe/Berlin")
        assert [one.words for one in told] == [
            "2:30 on 28 March 2027 does not exist in Berlin: it becomes 3:00.",
            "2:30 on 31 October 2027 comes twice in Berlin: say below which is meant.",
        ]
        with pytest.raises(Invalid) as refused:
            await move_clinic(clinic, keep="walls")
        assert refused.value.field == "double"
        assert await kept(clinic) == before
        await move_clinic(clinic, keep="walls", double="second")
        assert (await kept(clinic))[1] == [
            datetime(2027, 3, 28, 1, tzinfo=UTC),
            datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        ]


async def test_two_that_would_meet_are_refused_and_nothing_is_written(clinic: Clinic) -> None:
    """Half past one comes twice in New York that night, and once in Berlin."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        for hour in (5, 6):
            start = datetime(2027, 11, 7, hour, 30, tzinfo=UTC)
            await visit_at(desk, start, outside_hours=True)
        before = await kept(clinic)
        (told,) = await look(clinic.owner, wall_troubles, time_zone="Europe/Berlin")
        assert told.words == (
            f"1:30 (second) on 7 November 2027 would fall on {told.patient} · {told.service}"
            " at 1:30 (first): move one of the two first."
        )
        with pytest.raises(Conflict, match="fall on each other"):
            await move_clinic(clinic, keep="walls", double="first")
        assert await kept(clinic) == before
        assert not await look(clinic.owner, wall_troubles, time_zone="America/Toronto")
        assert await move_clinic(clinic, "America/Toronto", keep="walls") == 2
        assert (await kept(clinic))[1] == before[1]  # its clocks change that night as well


async def test_an_open_offer_goes_with_the_time_that_is_held_for_it(clinic: Clinic) -> None:
    """At the present time, as the waiting list's stories play."""
    desk = await furnish(clinic)
    await wait(desk, "First")
    await freed_ten(desk)
    (before,) = await offers(clinic)
    await move_clinic(clinic, keep="walls", double="first")
    (after,) = await offers(clinic)
    assert to_wall(after.starts_at, "Europe/Berlin") == to_wall(before.starts_at, clinic.time_zone)
    async with transaction(organization=clinic.organization_id) as session:
        (hold,) = (await session.execute(select(SlotHold))).scalars()
        (freed,) = (await session.execute(select(FreedTime))).scalars()
    assert hold.starts_at == freed.starts_at == after.starts_at != before.starts_at


async def feed(desk: Desk) -> list[CalendarVisit]:
    """Return what a calendar program reads of the practitioner's visits."""
    owner = FeedOwner(desk.practitioner, "Dr. Zhao")
    asked: dict[str, Any] = {"owner": owner, "clinic": "City Medical", "full_names": False}
    return await look(desk.clinic.owner, list_feed_visits, **asked)


@pytest.mark.parametrize("keep", ["instants", "walls"])
async def test_a_series_goes_with_the_clinic(clinic: Clinic, keep: str) -> None:
    """Its visits are still where the series has them; the one moved alone is still apart.

    In a feed each is the same event: as it was, or told as a later one.
    """
    desk, visits = await four_mondays(clinic)
    await move_visit(clinic, visits[1], Scope.ONE, monday(11) + timedelta(weeks=1))
    with frozen(MORNING):
        before = await feed(desk)
        await move_clinic(clinic, keep=keep, double="first")
        told = await feed(desk)
    if keep == "instants":
        assert told == before
    else:
        assert [one.id for one in told] == [one.id for one in before]
        assert [one.sequence for one in told] == [one.sequence + 1 for one in before]
        shifts = {was.start - one.start for was, one in zip(before, told, strict=True)}
        assert shifts == {timedelta(hours=6), timedelta(hours=5)}  # New York's clocks go first
    after = await visits_of(clinic)
    apart = [to_wall(one.starts_at, "Europe/Berlin") != one.series_wall for one in after]
    assert apart == [False, True, False, False]
    hour = 16 if keep == "instants" else 10
    assert [one.series_wall and one.series_wall.hour for one in after[:2]] == [hour, hour]
