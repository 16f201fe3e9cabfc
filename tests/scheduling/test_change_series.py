"""The rule of a series is changed: strangers first; nothing is lost, all of it or nothing."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import IllegalMove, SeriesClash
from clinic_app.scheduling.series.change_series import change_series
from clinic_app.scheduling.series.get_series_place import get_series_place
from clinic_app.scheduling.series.preview_series_change import preview_series_change
from clinic_app.scheduling.series.series_plan import Wanted
from clinic_app.scheduling.series.series_rows import (
    ChangePreview,
    Pick,
    RuleChanged,
    Scope,
    SeriesPlace,
)
from clinic_app.scheduling.series.series_rules import Frequency, Repeat
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.edit_note import edit_note
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, add_room, book, monday, register
from tests.scheduling.test_series import visits_of
from tests.scheduling.test_series_changes import WEEK, four_mondays, move, walls

EVERY_OTHER = Repeat(Frequency.WEEKLY, every=2, count=3)
RIVALS = 50


def asked(visit: Appointment, repeat: Repeat, **more: Any) -> dict[str, Any]:  # noqa: ANN401  # as the verbs take them
    return {
        "appointment_id": AppointmentId(visit.id),
        "scope": Scope.FOLLOWING,
        "start": visit.series_wall,
        "repeat": repeat,
    } | more


async def preview(clinic: Clinic, change: dict[str, Any]) -> ChangePreview:
    with frozen(MORNING):
        return await look(clinic.reception, preview_series_change, **change)


def picks(shown: ChangePreview) -> list[Pick]:
    """Take every date that is free."""
    return [Pick(one.number, one.start) for one in shown.lines if one.start and not one.clash]


async def change(clinic: Clinic, asks: dict[str, Any], **more: Any) -> RuleChanged:  # noqa: ANN401  # as above
    shown = await preview(clinic, asks)
    given: dict[str, Any] = {"picks": picks(shown), "seen": shown.seen} | more
    with frozen(MORNING):
        return await perform(clinic.reception, change_series, **asks, **given)


def said(shown: ChangePreview) -> list[str]:
    return [f"{one.deed} {one.wall:%d.%m. %H:%M}" for one in shown.lines]


async def place_of(clinic: Clinic, visit: Appointment) -> SeriesPlace:
    with frozen(MORNING):
        return await look(
            clinic.reception, get_series_place, appointment_id=AppointmentId(visit.id)
        )


async def test_strangers_and_those_who_may_not(clinic: Clinic, other_clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    asks = asked(visits[1], EVERY_OTHER)
    shown = await preview(clinic, asks)
    given: dict[str, Any] = {"picks": picks(shown), "seen": shown.seen}
    with frozen(MORNING):
        for stranger in (other_clinic.owner, other_clinic.reception):
            with pytest.raises(NotFound):
                await look(stranger, preview_series_change, **asks)
            with pytest.raises(NotFound):
                await perform(stranger, change_series, **asks, **given)
        with pytest.raises(NotAllowed):
            await perform(clinic.team[Role.LAB], change_series, **asks, **given)
        shorter = asked(visits[1], Repeat(Frequency.WEEKLY, until=monday(10).date() + WEEK))
        less = await look(clinic.reception, preview_series_change, **shorter)
        with pytest.raises(NotAllowed):  # a nurse moves visits, and cancels none
            await perform(
                clinic.team[Role.NURSE], change_series, **shorter, picks=(), seen=less.seen
            )
        alone = asked(visits[1], EVERY_OTHER, scope=Scope.ONE)
        with pytest.raises(Conflict):
            await look(clinic.reception, preview_series_change, **alone)
    assert await walls(clinic) == [monday(10) + week * WEEK for week in range(4)]


async def test_every_week_becomes_every_other_week_from_the_second_on(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    asks = asked(visits[1], EVERY_OTHER)
    assert said(await preview(clinic, asks)) == [
        "keep 08.03. 10:00",
        "keep 22.03. 10:00",
        "move 05.04. 10:00",
    ]
    done = await change(clinic, asks)
    assert (done.words, done.moved, done.added, done.cancelled) == ("every 2 weeks on Mon", 1, 0, 0)
    after = await visits_of(clinic)
    assert [one.id for one in after] == [visits[n].id for n in (0, 1, 3, 2)]  # nobody is new
    assert [one.occurrence for one in after] == [1, 2, 3, 4]
    assert await walls(clinic) == [monday(10) + week * WEEK for week in (0, 1, 3, 5)]
    first, last = await place_of(clinic, after[0]), await place_of(clinic, after[3])
    assert (first.words, last.words) == ("every week", "every 2 weeks")
    assert (last.number, last.total, last.alone) == (4, 4, False)


async def test_longer_and_back_again(clinic: Clinic) -> None:
    """Dates that come are booked like the first, and dates that go are cancelled with why."""
    _, visits = await four_mondays(clinic)
    room = await add_room(clinic, "Room 2", position=1)
    longer = asked(visits[0], Repeat(Frequency.WEEKLY, count=6), scope=Scope.ALL)
    wanted = Wanted(room_id=room, minutes=45)
    done = await change(clinic, longer | {"wanted": wanted})
    assert (done.moved, done.added, done.cancelled) == (4, 2, 0)
    after = await visits_of(clinic)
    assert await walls(clinic) == [monday(10) + week * WEEK for week in range(6)]
    assert {one.ends_at - one.starts_at for one in after} == {timedelta(minutes=45)}
    assert {one.room_id for one in after} == {room}
    assert len({one.series_id for one in after}) == 1
    ended = asked(after[2], Repeat(Frequency.WEEKLY, until=(monday(10) + 2 * WEEK).date()))
    assert (await change(clinic, ended)).cancelled == 3
    states = [one.status for one in await visits_of(clinic)]
    assert states == ["booked"] * 3 + ["cancelled"] * 3
    assert (await place_of(clinic, after[2])).total == 3
    assert (await place_of(clinic, after[5])).number == 0
    again = asked(after[0], Repeat(Frequency.WEEKLY, count=4), scope=Scope.ALL)
    assert (await change(clinic, again)).added == 1


async def test_nothing_is_lost(clinic: Clinic) -> None:
    """Arrived, moved by hand, or with a note of its own: kept, and named with why."""
    _, visits = await four_mondays(clinic)
    await move(clinic, visits[1], Scope.ONE, monday(11) + WEEK + timedelta(days=1))
    with frozen(MORNING):
        await perform(clinic.reception, check_in, appointment_id=AppointmentId(visits[0].id))
        await perform(
            clinic.reception,
            edit_note,
            appointment_id=AppointmentId(visits[3].id),
            version=None,
            note="Brings the X-ray",
        )
    ended = Repeat(Frequency.WEEKLY, until=(monday(10) + 2 * WEEK).date())
    asks = asked(visits[1], ended, scope=Scope.ALL)
    shown = await preview(clinic, asks)
    assert [one.words for one in shown.lines] == [
        "was moved on its own before and stays",
        "",
        "has a note of its own and stays, apart from the series",
    ]
    done = await change(clinic, asks)
    assert (done.moved, done.cancelled, done.stay) == (0, 0, 2)
    after = {one.id: one for one in await visits_of(clinic)}
    apart = after[visits[3].id]
    assert (apart.status, apart.series_id, apart.note) == ("booked", None, "Brings the X-ray")
    assert after[visits[0].id].status == "checked_in"
    assert (await place_of(clinic, after[visits[1].id])).alone
    with frozen(MORNING), pytest.raises(IllegalMove):
        await look(clinic.reception, preview_series_change, **asked(visits[0], ended))


async def test_dates_that_clash_are_named_with_what_is_near(clinic: Clinic) -> None:
    desk, visits = await four_mondays(clinic)
    taken = monday(11) + WEEK
    with frozen(MORNING):
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=taken,
        )
    asks = asked(visits[0], Repeat(Frequency.WEEKLY, count=4), start=monday(11))
    shown = await preview(clinic, asks)
    assert [one.clash for one in shown.lines] == [
        "",
        "11:00 is taken by another visit until 11:30.",
        "",
        "",
    ]
    near = shown.lines[1].nearest[0].start
    every = [Pick(n, datetime.fromisoformat(f"2027-03-{d:02}T16:00Z")) for n, d in ((1, 1), (2, 8))]
    with pytest.raises(SeriesClash, match="Mon 8 Mar 2027, 11:00"):
        await change(clinic, asks, picks=every)
    assert await walls(clinic) == [monday(10) + week * WEEK for week in range(4)] + [taken]
    await change(clinic, asks, picks=[*picks(shown), Pick(2, near)])
    after = [one for one in await visits_of(clinic) if one.series_id]
    assert after[1].starts_at == near
    assert [one.series_wall for one in after] == [monday(11) + week * WEEK for week in range(4)]


async def test_a_date_outside_hours_is_had_anyway_by_those_who_may(clinic: Clinic) -> None:
    """Moved, and booked anew at the length of the others; a time that is taken stays refused."""
    desk, visits = await four_mondays(clinic)
    late = monday(16) + timedelta(minutes=45)
    with frozen(MORNING):
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=late + 3 * WEEK,
            outside_hours=True,
        )
    asks = asked(visits[2], Repeat(Frequency.WEEKLY, count=3), start=late + 2 * WEEK)
    asks["wanted"] = Wanted(minutes=45)
    shown = await preview(clinic, asks)
    assert [(one.deed, bool(one.clash), one.soft) for one in shown.lines] == [
        *(("move", True, True), ("move", True, False), ("add", True, True)),
    ]
    every = {one.number: one.start for one in shown.lines if one.start}
    assert len(every) == 3
    with pytest.raises(SeriesClash, match="is not working at that time"):
        await change(clinic, asks, picks=[Pick(1, every[1])])
    with pytest.raises(SeriesClash, match="Mon 22 Mar"):
        await change(clinic, asks, picks=[Pick(2, every[2], anyway=True)])
    forced = [Pick(number, every[number], anyway=True) for number in (1, 3)]
    done = await change(clinic, asks, picks=forced)
    assert (done.moved, done.added) == (1, 1)
    after = [one for one in await visits_of(clinic) if one.series_id]
    assert [one.outside_hours for one in after] == [False, False, True, False, True]


async def test_fifty_who_change_one_series_at_once(clinic: Clinic) -> None:
    _, visits = await four_mondays(clinic)
    asks = asked(visits[0], Repeat(Frequency.WEEKLY, count=5))
    shown = await preview(clinic, asks)
    given: dict[str, Any] = {"picks": picks(shown), "seen": shown.seen}
    with frozen(MORNING):
        answers = await asyncio.gather(
            *(perform(clinic.reception, change_series, **asks, **given) for _ in range(RIVALS)),
            return_exceptions=True,
        )
    won = [one for one in answers if isinstance(one, RuleChanged)]
    refused = [one for one in answers if isinstance(one, ChangedMeanwhile)]
    assert (len(won), len(refused)) == (1, RIVALS - 1), answers
    assert [one.occurrence for one in await visits_of(clinic)] == [1, 2, 3, 4, 5]
