"""A group's session as a whole: moved and cancelled with all who come, or not at all."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from clinic_app.access.permissions import Permission
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, ClinicError, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId, GroupId, parse_id
from clinic_app.scheduling.errors import (
    DayFull,
    IllegalMove,
    NotWorking,
    PatientBusy,
    ReasonMissing,
    SlotTaken,
)
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.groups.cancel_group import cancel_group
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.groups.group_rows import GroupMoved, GroupSheet
from clinic_app.scheduling.groups.move_group import move_group
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.set_up.save_practitioner import save_practitioner
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.get_appointment import get_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, hire, monday, offer, register
from tests.scheduling.test_groups_and_overbooking import set_up, taken, visit_of


async def group_of(desk: Desk) -> GroupId:
    """Return the one session that is there."""
    (group,) = {row.session_id for row in await taken(desk.clinic)}
    assert group is not None
    return GroupId(group)


async def sheet_of(desk: Desk, group: GroupId) -> GroupSheet:
    return await look(desk.clinic.reception, get_group, group_id=group)


async def move(desk: Desk, group: GroupId, hour: int = 14, **asked: Any) -> GroupMoved:  # noqa: ANN401  # as the verb takes them
    actor = asked.pop("actor", desk.clinic.reception)
    asked.setdefault("start", monday(hour))
    return await perform(actor, move_group, group_id=group, **asked)


async def test_strangers_and_those_who_may_not(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        await visit_of(desk)
        group = await group_of(desk)
        with pytest.raises(NotFound):
            await look(other_clinic.reception, get_group, group_id=group)
        for actor, refusal in (
            (other_clinic.reception, NotFound),
            (clinic.team[Role.LAB], NotAllowed),
        ):
            with pytest.raises(refusal):
                await move(desk, group, actor=actor)
            with pytest.raises(refusal):
                await perform(actor, cancel_group, group_id=group, reason="Ill")
        with pytest.raises(ReasonMissing):
            await perform(clinic.reception, cancel_group, group_id=group, reason=" ")
        may_write = replace(clinic.reception, scopes=frozenset({Permission.APPOINTMENT_WRITE}))
        for waived in ("outside_hours", "despite_rules"):
            with pytest.raises(NotAllowed):
                await move(desk, group, actor=may_write, **{waived: True})


async def test_a_session_is_moved_with_all_who_come(clinic: Clinic) -> None:
    """Also onto its own time, over midnight's other day, and to somebody else."""
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        visits = [await visit_of(desk) for _ in range(2)]
        group = await group_of(desk)
        before = await sheet_of(desk, group)
        assert (before.taken, before.left, before.coming, before.may_move) == (
            2,
            1,
            "2 visits",
            True,
        )
        moved = await move(desk, group, start=monday(10, 15), version=before.version)
        assert moved.visits == 2
        with pytest.raises(ChangedMeanwhile):
            await move(desk, group, version=before.version)
        await move(desk, group, start=monday(9).replace(day=2), minutes=45)
        after = await sheet_of(desk, group)
        assert (after.time.day, after.time.start, after.time.minutes) == (
            "Tuesday 2 March 2027",
            "9:00",
            45,
        )
        for visit in visits:
            own = await look(clinic.doctor, get_appointment, appointment_id=visit.appointment_id)
            assert (own.time.start, own.time.minutes, own.version) == ("9:00", 45, 3)
            assert len(own.history) == 3


async def test_a_seat_of_a_lengthened_session_lasts_as_long_as_it(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        await visit_of(desk)
        group = await group_of(desk)
        await move(desk, group, start=None, minutes=45)
        asked: dict[str, Any] = {"service_id": desk.service, "first_day": monday(10).date()}
        free = await look(clinic.reception, find_free_slots, **asked)
        (seat,) = [slot for slot in free if slot.seats_left == 2]
        booked = await visit_of(desk)
        assert (seat.start, seat.end) == (booked.start, booked.end)
        assert booked.end - booked.start == timedelta(minutes=45)
        assert (await sheet_of(desk, group)).taken == 2


async def test_it_is_refused_whole(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        talk = await offer(clinic, await hire(clinic, "Dr. Hassan"), name="Talk", needs_room=False)
        first, second = [await register(clinic, name) for name in ("Sofia Marín", "Amina Yusuf")]
        for patient in (first, second):
            await visit_of(desk, patient_id=patient)
        group = await group_of(desk)
        await visit_of(desk, 14, patient_id=second, service_id=talk)
        with pytest.raises(PatientBusy, match="Amina Yusuf already has another visit"):
            await move(desk, group)
        with pytest.raises(NotWorking):
            await move(desk, group, 18)
        await perform(
            clinic.owner,
            save_practitioner,
            practitioner_id=desk.practitioner,
            name="Dr. Lin Zhao",
            visits_a_day=2,
        )
        await visit_of(desk, start=monday(10).replace(day=2))
        with pytest.raises(DayFull):
            await move(desk, group, start=monday(14).replace(day=2))
        with pytest.raises(SlotTaken, match="another session begins then"):
            await move(desk, group, start=monday(10).replace(day=2), despite_rules=True)
        asked: dict[str, Any] = {"service_id": desk.service, "group": group}
        asked |= {"practitioner_id": desk.practitioner}
        found = await look(
            *(clinic.reception, find_free_slots),
            **asked,
            first_day=monday(10).date(),
            days=2,
            explain=True,
        )
        by_day: dict[int, set[str]] = {1: set(), 2: set()}
        for one in found:
            by_day[one.start.day].add(one.taken)
        busy = "Amina Yusuf already has a visit"
        assert by_day[1] == {
            "",
            f"not possible: {busy} until 14:30",
        }  # its own visits are no others
        assert by_day[2] == {"not possible: Dr. Lin Zhao has reached 2 visits this day"}
        why = await look(clinic.reception, explain_time, **asked, start=monday(14))
        assert why == (f"{busy} from 14:00 to 14:30.",)
        sheet = await sheet_of(desk, group)
        assert (sheet.time.start, sheet.coming) == ("10:00", "2 visits")
        here = parse_id(AppointmentId, sheet.patients[0].visit_id)
        await perform(clinic.reception, check_in, appointment_id=here)
        with pytest.raises(IllegalMove, match="stays on its day"):
            await move(desk, group, start=monday(15).replace(day=2))
        with pytest.raises(IllegalMove, match="takes place"):
            await perform(clinic.owner, cancel_group, group_id=group, reason="Ill")
        await move(desk, group, 15)
        sheet = await sheet_of(desk, group)
        assert sheet.time.start == "15:00"
        assert {one.status for one in sheet.patients} == {"checked_in", "booked"}


async def test_a_session_is_cancelled_with_all_who_come(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        visits = [await visit_of(desk) for _ in range(2)]
        group = await group_of(desk)
        await perform(clinic.doctor, hold_slot, service_id=desk.service, start=monday(10))
        assert (await sheet_of(desk, group)).held == 1
        gone = await perform(clinic.reception, cancel_group, group_id=group, reason="Dr. Zhao ill")
        assert set(gone) == {visit.appointment_id for visit in visits}
        own = await look(clinic.doctor, get_appointment, appointment_id=gone[0])
        assert own.status == "cancelled"
        assert "Dr. Zhao ill" in {step.why for step in own.history}
        assert await taken(clinic) == []
        with pytest.raises(NotFound):
            await perform(clinic.reception, cancel_group, group_id=group, reason="Again")


async def test_moves_cancellations_and_bookings_race(clinic: Clinic) -> None:
    """Whoever books while a session goes sits in it where it is, or in one of their own."""
    with frozen(MORNING):
        desk = await set_up(clinic, seats=40)
        await visit_of(desk)
        group = await group_of(desk)
        patients = [await register(clinic) for _ in range(12)]
        answers = await asyncio.gather(
            *(visit_of(desk, patient_id=each) for each in patients),
            *(move(desk, group, hour) for hour in (13, 14, 15)),
            return_exceptions=True,
        )
        strange = [
            each for each in answers if not isinstance(each, Booked | GroupMoved | ClinicError)
        ]
        assert strange == []
        rows = await taken(clinic)
        told = {
            row.session_id: await sheet_of(desk, GroupId(row.session_id))
            for row in rows
            if row.session_id
        }
    booked = [each for each in answers if isinstance(each, Booked)]
    assert sum(len(sheet.patients) for sheet in told.values()) == len(booked) + 1
    places = {row.session_id: row.begins_at for row in rows if row.begins_at}
    assert {key: place.isoformat() for key, place in places.items()} == {
        key: sheet.time.instant for key, sheet in told.items()
    }
