"""One patient leaves a group's session for a time that it stood in the way of."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import GroupId, PractitionerId
from clinic_app.scheduling.errors import BadStart, SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked, Held
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.release_hold import release_hold
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, Desk, monday, register
from tests.scheduling.test_group_sessions import sheet_of
from tests.scheduling.test_groups_and_overbooking import give_by_two, set_up, taken, visit_of


async def leave(desk: Desk, visit: Booked, start: datetime, **asked: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    visit_asked: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": None}
    reception = desk.clinic.reception
    return await perform(reception, reschedule_appointment, **visit_asked, start=start, **asked)


async def offered(desk: Desk, visit: Booked) -> dict[str, tuple[PractitionerId, ...]]:
    """Return the times that a visit can be moved to, and with whom."""
    asked: dict[str, Any] = {"service_id": desk.service, "moving": visit.appointment_id}
    found = await look(desk.clinic.reception, find_free_slots, first_day=MONDAY, **asked)
    return {f"{slot.start:%H:%M}": slot.practitioner_ids for slot in found}


async def test_who_sits_alone_takes_the_session_along_to_a_time_that_overlaps_it(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        visit = await visit_of(desk)
        assert {"14:45", "15:15"} <= set(await offered(desk, visit))  # in UTC
        moved = await leave(desk, visit, monday(10, 15), minutes=45)
        (row,) = await taken(clinic)
        assert (row.begins_at, row.ends_at) == (moved.start, moved.end)
        assert row.session_id is not None
        await visit_of(desk, start=monday(10, 15))
        assert "15:00" not in await offered(desk, visit)  # somebody stays
        with pytest.raises(SlotTaken):
            await leave(desk, visit, monday(10))


async def hold_and_move(desk: Desk, visit: Booked, start: datetime) -> Held:
    """Move a visit as the form does, to whoever is free: first its time is held."""
    held = await hold_for(desk, visit, start)
    await perform(
        desk.clinic.reception,
        move_series,
        appointment_id=visit.appointment_id,
        scope=Scope.ONE,
        start=start,
        hold_id=held.hold_id,
    )
    return held


async def hold_for(desk: Desk, visit: Booked, start: datetime) -> Held:
    return await perform(
        desk.clinic.reception,
        hold_slot,
        service_id=desk.service,
        start=start,
        moving=visit.appointment_id,
    )


async def test_a_time_over_ones_own_session_is_held_for_oneself(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        visit = await visit_of(desk)
        held = await hold_for(desk, visit, monday(10, 15))
        with pytest.raises(SlotTaken):
            await visit_of(desk, start=monday(10, 15))
        await perform(clinic.reception, release_hold, hold_id=held.hold_id)
        held = await hold_and_move(desk, visit, monday(10, 15))
        (row,) = await taken(clinic)
        assert (row.begins_at, row.hold_id) == (held.start, None)
        await visit_of(desk, start=monday(10, 15))  # others share it now


async def test_one_goes_to_the_sessions_own_time_with_somebody_else(clinic: Clinic) -> None:
    """Also where anybody will do: the one whose time is held for it."""
    with frozen(MORNING):
        desk = await give_by_two(clinic, seats=3)
        visits = [await visit_of(desk, practitioner_id=desk.practitioner) for _ in range(3)]
        (nina,) = (await offered(desk, visits[0]))["15:00"]
        with pytest.raises(BadStart):
            await leave(desk, visits[0], monday(10))
        await hold_and_move(desk, visits[0], visits[0].start)
        joined = await leave(desk, visits[1], monday(10), practitioner_id=nina)
        both = {row.practitioner_id: row.session_id for row in await taken(clinic)}
        sheets = {who: await sheet_of(desk, GroupId(own)) for who, own in both.items() if own}
        assert {who: sheet.taken for who, sheet in sheets.items()} == {
            nina: 2,
            desk.practitioner: 1,
        }
        assert joined.room_id != visits[2].room_id


async def test_leaving_and_sitting_down_race(clinic: Clinic) -> None:
    """Whoever is first decides whether the session ends; nobody is left without one."""
    with frozen(MORNING):
        desk = await set_up(clinic, seats=9)
        alone = await visit_of(desk)
        patients = [await register(clinic) for _ in range(8)]
        answers = await asyncio.gather(
            *(visit_of(desk, patient_id=one) for one in patients[:4]),
            leave(desk, alone, monday(10, 15)),
            *(visit_of(desk, patient_id=one, start=monday(10, 15)) for one in patients[4:]),
            return_exceptions=True,
        )
        assert [one for one in answers if not isinstance(one, Booked | ClinicError)] == []
        (row,) = await taken(clinic)
        assert row.session_id is not None
        sheet = await sheet_of(desk, GroupId(row.session_id))
        booked = [one for one in answers if isinstance(one, Booked)]
        moved = isinstance(answers[4], Booked)
        assert sheet.taken == len(booked) + (not moved)
        assert {one.start for one in booked} <= {row.begins_at}
