"""Several services in one coming: strangers first, then all of them or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clinic_app.access.permissions import Permission
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from clinic_app.kit.zones import to_instant, to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.find_chain import find_chain, plan_chain
from clinic_app.scheduling.coming.hold_together import hold_together
from clinic_app.scheduling.coming.list_coming import list_coming, parts_of
from clinic_app.scheduling.coming.move_together import move_together
from clinic_app.scheduling.errors import DayFull, SeriesBlocked, SlotTaken
from clinic_app.scheduling.free_times.slot_rows import Booked, FreeSlot
from clinic_app.scheduling.series.cancel_series import cancel_series
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.tables import Practitioner
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.put_back import put_back
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Desk,
    add_room,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
)

HALF = timedelta(minutes=30)
_BOOKS = frozenset({Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE})


async def together(desk: Desk, *parts: AskedPart, **asked: Any) -> tuple[Booked, ...]:  # noqa: ANN401  # as the verb takes them
    """Book from ten o'clock on."""
    actor = asked.pop("actor", desk.clinic.reception)
    return await perform(
        actor, book_together, patient_id=desk.patient, start=monday(10), parts=parts
    )


async def kept(clinic: Clinic) -> list[Appointment]:
    """Return all visits."""
    async with transaction(organization=clinic.organization_id) as session:
        return list((await session.execute(select(Appointment))).scalars())


async def test_who_may_not_and_what_is_another_clinics(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        mine = AskedPart(desk.service)
        with pytest.raises(NotAllowed):
            await together(desk, mine, mine, actor=clinic.team[Role.LAB])
        with pytest.raises(NotFound):
            await together(desk, mine, AskedPart(theirs.service))
        for parts in ((mine,), (mine,) * 7):
            with pytest.raises(Invalid):
                await together(desk, *parts)
        assert await kept(clinic) == []


async def test_each_part_has_its_own_time_and_they_know_of_each_other(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, after=10)
        await add_room(clinic, "Room 2")
        zhao = await hire(clinic, "Dr. Zhao")
        scan = await offer(clinic, zhao, name="ECG", before=5)
        found = await together(
            desk,
            AskedPart(desk.service),
            AskedPart(scan, practitioner_id=zhao),
            AskedPart(desk.service),
        )
        starts = [f"{to_wall(one.start, clinic.time_zone):%H:%M}" for one in found]
        assert starts == ["10:00", "10:30", "11:00"]  # the next of another begins at once
        sheet = await look(
            clinic.reception, get_appointment, appointment_id=found[0].appointment_id
        )
    assert sheet.together == "10:30 ECG with Dr. Zhao · 11:00 Check-up with Dr. Lin Zhao"
    groups = {row.visit_group_id for row in await kept(clinic)}
    assert len(groups) == 1
    assert None not in groups


async def test_with_the_same_practitioner_the_buffers_lie_between(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, before=5, after=10)
        found = await together(desk, AskedPart(desk.service), AskedPart(desk.service))
    assert f"{to_wall(found[1].start, clinic.time_zone):%H:%M}" == "10:45"


async def test_when_one_part_cannot_be_none_is_booked(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(10, 30),
        )
        with pytest.raises(SlotTaken):
            await together(desk, AskedPart(desk.service), AskedPart(desk.service))
        assert len(await kept(clinic)) == 1


async def test_one_search_finds_them_all_and_one_hold_keeps_them(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        zhao = await hire(clinic, "Dr. Zhao")
        scan = await offer(clinic, zhao, name="ECG", needs_room=False)
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=scan,
            start=monday(10, 30),
        )
        parts = (AskedPart(desk.service, desk.practitioner), AskedPart(scan, zhao))
        asked: dict[str, Any] = {"parts": parts, "first_day": monday(9).date()}
        slots = await look(clinic.reception, find_chain, **asked, explain=True)
        told = {f"{to_wall(one.start, clinic.time_zone):%H:%M}": one.taken for one in slots}
        assert told["09:00"] == ""
        assert told["10:00"].startswith("not possible: ECG cannot follow at 10:30, which is taken")
        nine = slots[0].start
        planned = tuple(replace(part, start=nine + n * HALF) for n, part in enumerate(parts))
        held = await perform(clinic.reception, hold_together, parts=planned)
        with pytest.raises(SlotTaken, match="held by"):
            await book(
                clinic.doctor,
                patient_id=await register(clinic),
                service_id=scan,
                start=monday(9, 30),
            )
        found = await perform(
            clinic.reception,
            book_together,
            patient_id=desk.patient,
            start=nine,
            parts=planned,
            hold_id=held.hold_id,
        )
    assert [one.start for one in found] == [nine, nine + HALF]


async def test_all_are_moved_and_cancelled_at_once_or_one_only(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        found = await together(desk, AskedPart(desk.service), AskedPart(desk.service))
        first: dict[str, Any] = {"appointment_id": found[0].appointment_id}
        for scope, start in ((Scope.COMING, monday(10, 30)), (Scope.ONE, monday(9))):
            await perform(clinic.reception, move_series, **first, scope=scope, start=start)
        walls = sorted(to_wall(one.starts_at, clinic.time_zone) for one in await kept(clinic))
        assert [f"{wall:%H:%M}" for wall in walls] == ["09:00", "11:00"]
        with pytest.raises(SeriesBlocked, match="One service cannot be moved there"):
            await perform(
                clinic.reception, move_series, **first, scope=Scope.COMING, start=monday(15)
            )
        await perform(clinic.reception, cancel_series, **first, scope=Scope.COMING, reason="Ill")
        assert {one.status for one in await kept(clinic)} == {"cancelled"}


def hours(slots: Sequence[FreeSlot], clinic: Clinic) -> list[str]:
    """Return when they begin, on the clinic's wall."""
    return [f"{to_wall(one.start, clinic.time_zone):%H:%M}" for one in slots]


async def test_all_are_moved_to_where_all_fit_with_their_own_time_free_and_back(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        scan = await offer(clinic, desk.practitioner, name="ECG", needs_room=False)
        found = await together(desk, AskedPart(desk.service), AskedPart(scan))
        second = found[1].appointment_id
        assert await look(other_clinic.owner, list_coming, appointment_id=second) == ()
        coming = await look(clinic.reception, list_coming, appointment_id=second)
        parts = parts_of(coming, clinic.time_zone)
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=scan,
            start=monday(11, 15),
        )
        free = await look(clinic.reception, find_chain, parts=parts, first_day=monday(9).date())
        assert hours(free, clinic)[:7] == [
            *("09:00", "09:15", "09:30", "09:45", "10:00", "10:15", "13:00"),
        ]
        planned = [replace(part, start=monday(10, 15) + n * HALF) for n, part in enumerate(parts)]
        nine = [replace(part, start=monday(9) + n * HALF) for n, part in enumerate(parts)]
        held = await perform(clinic.reception, hold_together, parts=planned)
        with pytest.raises(SlotTaken, match="held by"):
            await book(
                clinic.doctor,
                patient_id=await register(clinic),
                service_id=scan,
                start=monday(11, 0) - timedelta(minutes=15),
            )
        seen = {one.visit_id: one.version for one in coming}
        asked: dict[str, Any] = {"appointment_id": second, "versions": seen}
        with pytest.raises(NotFound):
            await perform(other_clinic.owner, move_together, **asked, parts=planned)
        with pytest.raises(ChangedMeanwhile):
            await perform(clinic.reception, move_together, **asked, parts=planned[:1])
        asked["hold_id"] = held.hold_id
        moved = await perform(clinic.reception, move_together, **asked, parts=planned)
        walls = sorted(to_wall(one.starts_at, clinic.time_zone) for one in await kept(clinic))
        assert [f"{wall:%H:%M}" for wall in walls] == ["10:15", "10:45", "11:15"]
        with pytest.raises(ChangedMeanwhile):  # what was seen is no more so
            await perform(clinic.reception, move_together, **asked, parts=nine)
        assert await perform(clinic.reception, put_back, visits=moved.stood) == 2
        again = await look(clinic.reception, list_coming, appointment_id=found[0].appointment_id)
        assert [one.start for one in again] == [one.start for one in found]


async def test_a_search_counts_what_the_coming_itself_takes(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        async with transaction(organization=clinic.organization_id) as session:
            lin = await session.get_one(Practitioner, (clinic.organization_id, desk.practitioner))
            lin.visits_a_day = 2
        await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(14)
        )
        parts = (AskedPart(desk.service), AskedPart(desk.service))

        async def refusal(hour: int) -> str:
            start = to_instant(monday(hour), clinic.time_zone)
            with pytest.raises(SlotTaken) as refused:
                await look(clinic.reception, plan_chain, parts=parts, start=start)
            return refused.value.message

        assert await refusal(14) == "That time is taken by another visit until 14:30."
        with pytest.raises(DayFull, match="Lin Zhao has reached 2 visits this day"):
            await together(desk, *parts)
        assert await look(clinic.reception, find_chain, parts=parts, first_day=MONDAY) == ()
        assert await refusal(10) == (
            "That time is not possible: Check-up cannot follow at 10:30,"
            " which is not possible: Dr. Lin Zhao has reached 2 visits this day."
        )


async def test_by_hand_all_go_against_hours_marked_and_not_for_everybody(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        parts = (AskedPart(desk.service), AskedPart(desk.service))
        early = monday(8)
        purpose: dict[str, Any] = {"outside_hours": True}
        asked: dict[str, Any] = {"parts": parts, "start": to_instant(early, clinic.time_zone)}
        with pytest.raises(SlotTaken, match="outside working hours"):
            await look(clinic.reception, plan_chain, **asked)
        links = await look(clinic.reception, plan_chain, **asked, **purpose)
        assert [link.outside_hours for link in links] == [True, True]
        await book(
            clinic.doctor,
            patient_id=await register(clinic),
            service_id=desk.service,
            start=monday(9),
        )
        late = asked | {"start": to_instant(monday(8, 30), clinic.time_zone)}
        with pytest.raises(SlotTaken, match="Zhao has another visit"):
            await look(clinic.reception, plan_chain, **late, **purpose)
        timed = [replace(one, start=early + n * HALF) for n, one in enumerate(parts)]
        whom: dict[str, Any] = {"patient_id": desk.patient, "start": early}
        no_override = replace(clinic.reception, scopes=_BOOKS)
        with pytest.raises(NotAllowed):
            await perform(no_override, hold_together, parts=timed, **purpose)
        with pytest.raises(NotAllowed):
            await perform(no_override, book_together, parts=timed, **whom, **purpose)
        held = await perform(clinic.reception, hold_together, parts=timed, **purpose)
        whom["hold_id"] = held.hold_id
        await perform(clinic.reception, book_together, parts=timed, **whom, **purpose)
        assert [one.outside_hours for one in await kept(clinic)].count(True) == 2
