"""A series that is moved or cancelled: this one, this and following, all. Nothing is lost."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, ClinicError, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import SeriesBlocked
from clinic_app.scheduling.series.cancel_series import cancel_series
from clinic_app.scheduling.series.get_series_place import get_series_place
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import NO_SERIES, Scope, SeriesChanged
from clinic_app.scheduling.series.series_rules import Frequency, Repeat
from clinic_app.scheduling.tables import ServicePractitioner
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, book, furnish, hire, monday, register
from tests.scheduling.test_series import book_it, picks, preview, visits_of

WEEK = timedelta(weeks=1)
RIVALS = 8


async def four_mondays(
    clinic: Clinic, repeat: Repeat | None = None
) -> tuple[Desk, list[Appointment]]:
    asked: dict[str, Any] = {"repeat": repeat} if repeat else {}
    with frozen(MORNING):
        desk = await furnish(clinic)
        await book_it(desk, picks(await preview(desk, **asked)), **asked)
    return desk, await visits_of(clinic)


async def move(
    clinic: Clinic,
    visit: Appointment,
    scope: Scope,
    start: datetime,
    **more: Any,  # noqa: ANN401  # as the verb takes them
) -> SeriesChanged:
    with frozen(MORNING):
        return await perform(
            clinic.reception,
            move_series,
            appointment_id=AppointmentId(visit.id),
            scope=scope,
            start=start,
            **more,
        )


async def walls(clinic: Clinic) -> list[datetime]:
    return [to_wall(one.starts_at, clinic.time_zone) for one in await visits_of(clinic)]


async def test_strangers_and_those_who_may_not(clinic: Clinic, other_clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    first = AppointmentId(visits[0].id)
    with pytest.raises(NotFound):
        await perform(
            other_clinic.owner,
            move_series,
            appointment_id=first,
            scope=Scope.ALL,
            start=monday(11),
        )
    with pytest.raises(NotFound):
        await perform(
            *(other_clinic.owner, cancel_series),
            appointment_id=first,
            scope=Scope.ALL,
            reason="mine now",
        )
    with pytest.raises(NotAllowed):
        await perform(
            *(clinic.team[Role.NURSE], cancel_series),
            appointment_id=first,
            scope=Scope.ALL,
            reason="not hers to cancel",
        )
    assert await look(other_clinic.owner, get_series_place, appointment_id=first) == NO_SERIES


async def test_this_one_this_and_following_and_all(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    base = monday(10)
    await move(clinic, visits[1], Scope.ONE, base + WEEK + timedelta(days=1))
    assert await walls(clinic) == [
        base,
        base + WEEK + timedelta(days=1),
        base + 2 * WEEK,
        base + 3 * WEEK,
    ]
    changed = await move(clinic, visits[2], Scope.FOLLOWING, monday(11) + 2 * WEEK)
    assert (changed.changed, changed.left) == (2, ())
    # To the day after, at 14:00: each its own week, the one moved alone stays.
    changed = await move(clinic, visits[3], Scope.ALL, monday(14) + 3 * WEEK + timedelta(days=1))
    assert changed.changed == 3
    assert changed.left == ("Tue 9 Mar 2027, 10:00: was moved on its own before and stays.",)
    tuesday = monday(14) + timedelta(days=1)
    assert await walls(clinic) == [
        tuesday,
        base + WEEK + timedelta(days=1),
        tuesday + 2 * WEEK,
        tuesday + 3 * WEEK,
    ]
    after = await visits_of(clinic)
    assert [one.id for one in after] == [one.id for one in visits]
    assert [one.occurrence for one in after] == [1, 2, 3, 4]
    with frozen(MORNING):
        sheet = await look(
            clinic.reception, get_appointment, appointment_id=AppointmentId(visits[2].id)
        )
        place = await look(
            clinic.reception, get_series_place, appointment_id=AppointmentId(visits[1].id)
        )
    assert len(sheet.history) == 3  # booked, moved with those following, moved with all
    assert (place.number, place.total, place.words) == (2, 4, "every week")
    assert (place.following, place.others, place.alone) == (2, 3, True)


async def test_practitioner_and_length_for_all(clinic: Clinic) -> None:
    desk, visits = await four_mondays(clinic)
    other = await hire(clinic, "Dr. Other")
    async with transaction(organization=clinic.organization_id) as session:
        session.add(
            ServicePractitioner(
                organization_id=clinic.organization_id,
                service_id=desk.service,
                practitioner_id=other,
            )
        )
    await move(clinic, visits[0], Scope.ALL, monday(10), practitioner_id=other, minutes=45)
    after = await visits_of(clinic)
    assert {one.practitioner_id for one in after} == {other}
    assert {one.ends_at - one.starts_at for one in after} == {timedelta(minutes=45)}
    assert await walls(clinic) == [monday(10) + week * WEEK for week in range(4)]


async def test_a_daily_series_makes_room_for_itself(clinic: Clinic) -> None:
    """Each goes where the next one stood."""
    _, visits = await four_mondays(clinic, Repeat(Frequency.DAILY, count=4))
    day = timedelta(days=1)
    await move(clinic, visits[0], Scope.ALL, monday(10) + day)
    assert await walls(clinic) == [monday(10) + (number + 1) * day for number in range(4)]
    await move(clinic, visits[0], Scope.ALL, monday(10))
    assert await walls(clinic) == [monday(10) + number * day for number in range(4)]


async def test_dates_that_cannot_are_named_and_nothing_moves_unless_they_shall_stay(
    clinic: Clinic,
) -> None:
    desk, visits = await four_mondays(clinic)
    with frozen(MORNING):
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(11) + 2 * WEEK,
        )
    with pytest.raises(SeriesBlocked) as blocked:
        await move(clinic, visits[0], Scope.ALL, monday(11))
    assert [one[:23] for one in blocked.value.dates] == ["Mon 15 Mar 2027, 11:00:"]
    series = [one for one in await visits_of(clinic) if one.series_id]
    assert [one.starts_at for one in series] == [one.starts_at for one in visits]
    changed = await move(clinic, visits[0], Scope.ALL, monday(11), leave_clashing=True)
    assert (changed.changed, len(changed.left)) == (3, 1)
    series = [one for one in await visits_of(clinic) if one.series_id]
    assert series[2].starts_at == visits[2].starts_at
    assert series[2].series_wall == monday(11) + 2 * WEEK  # where the series has it now


async def test_what_is_done_or_past_stays(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    with frozen(MORNING):
        await perform(clinic.reception, check_in, appointment_id=AppointmentId(visits[0].id))
    later = MORNING + WEEK + timedelta(days=1)  # the second is past, and nobody came
    with frozen(later):
        changed = await perform(
            clinic.reception,
            cancel_series,
            appointment_id=AppointmentId(visits[2].id),
            scope=Scope.ALL,
            reason="Gone abroad",
        )
    assert changed.changed == 2
    states = [one.status for one in await visits_of(clinic)]
    assert states == ["checked_in", "booked", "cancelled", "cancelled"]


async def test_those_who_begin_at_different_ends_of_a_series_do_not_wait_in_a_ring(
    clinic: Clinic,
) -> None:
    """Each without `perform`, which would hide a deadlock by trying again."""
    _, visits = await four_mondays(clinic)

    async def deed(at: int) -> object:
        one: dict[str, Any] = {"appointment_id": AppointmentId(visits[-(at % 2)].id)}
        one["scope"] = Scope.ALL
        async with transaction(organization=clinic.organization_id) as session:
            if at == RIVALS - 1:
                return await cancel_series(session, clinic.owner, **one, reason="Moved away")
            start = visits[-(at % 2)].starts_at + timedelta(hours=at % 3)
            return await move_series(session, clinic.reception, **one, start=start)

    with frozen(MORNING):
        answers = await asyncio.gather(*map(deed, range(RIVALS)), return_exceptions=True)
    told = SeriesChanged | ClinicError  # moved, or in words why not
    assert [one for one in answers if not isinstance(one, told)] == []


async def test_a_stale_sheet_cancels_nothing(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    first = AppointmentId(visits[0].id)
    with frozen(MORNING):
        await perform(
            clinic.reception,
            reschedule_appointment,
            appointment_id=first,
            version=1,
            start=monday(11),
        )
        with pytest.raises(ChangedMeanwhile):
            await perform(
                clinic.reception,
                cancel_series,
                appointment_id=first,
                scope=Scope.FOLLOWING,
                reason="Gone",
                version=1,
            )
    assert {one.status for one in await visits_of(clinic)} == {"booked"}
