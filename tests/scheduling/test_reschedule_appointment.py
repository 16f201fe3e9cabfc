"""Moving a visit: strangers first; then the same visit elsewhere, with its history."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, Invalid, NotAllowed, NotFound
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.errors import BadStart, IllegalMove, NotOffered, NotWorking, SlotTaken
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.start_visit import start_visit
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MORNING,
    Desk,
    add_device,
    add_room,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
)


async def move(actor: Actor, visit: Booked, **asked: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    """Move a visit early on Monday, each a second after the one before."""
    asked.setdefault("version", visit.version)
    with frozen(MORNING + timedelta(seconds=next(_seconds))):
        return await perform(
            actor, reschedule_appointment, appointment_id=visit.appointment_id, **asked
        )


_seconds = count(1)


async def at(desk: Desk, hour: int, **more: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    """Book a new patient's visit at an hour of Monday."""
    with frozen(MORNING):
        return await book(
            desk.clinic.reception,
            patient_id=await register(desk.clinic),
            service_id=desk.service,
            start=monday(hour),
            **more,
        )


async def test_another_clinics_visit_and_practitioner_look_missing(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    desk, theirs = await furnish(clinic), await furnish(other_clinic)
    visit = await at(desk, 10)
    with pytest.raises(NotFound):
        await move(other_clinic.owner, visit, start=monday(11))
    with pytest.raises(NotFound):
        await move(clinic.owner, visit, start=monday(11), practitioner_id=theirs.practitioner)
    with pytest.raises(NotFound):
        await move(clinic.owner, visit, start=monday(11), room_id=theirs.room)
    for role in (Role.PHARMACY, Role.LAB):
        with pytest.raises(NotAllowed):
            await move(clinic.team[role], visit, start=monday(11))


async def test_the_same_visit_at_another_time(clinic: Clinic) -> None:
    desk = await furnish(clinic, after=10)
    device = await add_device(clinic)
    with frozen(MORNING):
        other = await hire(clinic, "Dr. Omar Hassan")
        service = await offer(
            clinic, desk.practitioner, other, name="Scan", devices=[device], after=10
        )
        visit = await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=service,
            practitioner_id=desk.practitioner,
            start=monday(10),
        )
    moved = await move(clinic.reception, visit, start=monday(10, 15))  # over its own old time
    assert (moved.appointment_id, moved.version) == (visit.appointment_id, 2)
    assert moved.start - visit.start == timedelta(minutes=15)
    again = await move(clinic.doctor, moved, start=monday(14), practitioner_id=other)
    assert again.practitioner_id == other
    async with transaction(organization=clinic.organization_id) as session:
        rows = list((await session.execute(select(Reservation))).scalars())
    alive = [row for row in rows if row.released_at is None]
    assert {row.resource_id for row in alive} == {other, desk.room, device, desk.patient}
    assert {row.begins_at for row in alive} == {again.start}
    assert len(rows) == 12  # what it took before stays as history
    with frozen(MORNING):
        sheet = await look(clinic.reception, get_appointment, appointment_id=visit.appointment_id)
    assert [line.what for line in sheet.history[:2]] == [
        "Moved from Mon 1 Mar, 10:15 to Mon 1 Mar, 14:00 and to Dr. Omar Hassan",
        "Moved from Mon 1 Mar, 10:00 to Mon 1 Mar, 10:15",
    ]


async def test_its_old_time_is_free_again(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visit = await at(desk, 10)
    await move(clinic.reception, visit, start=monday(11))
    await at(desk, 10)


async def test_the_same_checks_as_booking(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    other = await hire(clinic, "Dr. Other")
    visit, _ = await at(desk, 10), await at(desk, 11)
    with pytest.raises(SlotTaken):
        await move(clinic.reception, visit, start=monday(10, 45))
    with pytest.raises(NotWorking):
        await move(clinic.reception, visit, start=monday(18))
    with pytest.raises(NotOffered):
        await move(clinic.reception, visit, start=monday(14), practitioner_id=other)
    for start in (monday(6), monday(10), monday(14) + timedelta(seconds=5)):
        with pytest.raises(BadStart):
            await move(clinic.reception, visit, start=start)
    moved = await move(clinic.reception, visit, start=monday(18), outside_hours=True)
    assert moved.outside_hours
    back = await move(clinic.reception, moved, start=monday(14))
    assert not back.outside_hours


async def test_it_keeps_its_room_where_it_can(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    second = await add_room(clinic, "Room 2", position=1)
    visit = await at(desk, 10, room_id=second)
    moved = await move(clinic.reception, visit, start=monday(11))
    assert moved.room_id == second
    with frozen(MORNING):
        other = await hire(clinic, "Dr. Other")
        short = await offer(clinic, other, name="Short", rooms=[second])
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=short,
            start=monday(14),
        )
    assert (await move(clinic.reception, moved, start=monday(14))).room_id == desk.room


async def test_a_visit_that_has_begun_stays_put(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visit = await at(desk, 10)
    with frozen(MORNING):
        for step in (check_in, start_visit):
            await perform(clinic.reception, step, appointment_id=visit.appointment_id)
    with pytest.raises(IllegalMove, match="stays put"):
        await move(clinic.reception, visit, start=monday(11), version=None)


async def test_a_stale_page_is_told(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visit = await at(desk, 10)
    await move(clinic.reception, visit, start=monday(11))
    with pytest.raises(ChangedMeanwhile):
        await move(clinic.reception, visit, start=monday(14))


async def test_ten_visits_race_for_one_time(clinic: Clinic) -> None:
    """One gets it; the nine others stand where they stood, with all they had."""
    desk = await furnish(clinic, minutes=10)
    starts = [monday(9) + timedelta(minutes=10 * number) for number in range(10)]
    with frozen(MORNING):
        visits = [
            await book(
                clinic.reception,
                patient_id=await register(clinic),
                service_id=desk.service,
                start=start,
            )
            for start in starts
        ]
    answers = await asyncio.gather(
        *(move(clinic.reception, visit, start=monday(14)) for visit in visits),
        return_exceptions=True,
    )
    won = [answer for answer in answers if isinstance(answer, Booked)]
    assert len(won) == 1
    assert sum(isinstance(answer, SlotTaken) for answer in answers) == 9
    async with transaction(organization=clinic.organization_id) as session:
        alive = select(Reservation).where(col(Reservation.released_at).is_(None))
        rows = list((await session.execute(alive)).scalars())
    assert len(rows) == 30
    of_doctor = {row.begins_at for row in rows if row.practitioner_id}
    kept = {visit.start for visit in visits if visit.appointment_id != won[0].appointment_id}
    assert of_doctor == {*kept, won[0].start}


async def test_two_visits_that_change_places_never_show_a_deadlock(clinic: Clinic) -> None:
    """Each wants the other's time: at most one can, neither sees an error of the machine."""
    desk = await furnish(clinic)
    first, second = await at(desk, 10), await at(desk, 11)
    answers = await asyncio.gather(
        move(clinic.reception, first, start=monday(11)),
        move(clinic.reception, second, start=monday(10)),
        return_exceptions=True,
    )
    assert all(isinstance(answer, SlotTaken | Booked) for answer in answers)
    assert sum(isinstance(answer, SlotTaken) for answer in answers) >= 1


async def test_the_double_hour_by_its_instant(clinic: Clinic) -> None:
    """1:30 of 7 November 2027 comes twice in New York; an instant says which."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        night = datetime(2027, 11, 7, 5, 30, tzinfo=UTC)
        for number, patient in enumerate([desk.patient, await register(clinic)]):
            visit = await book(
                clinic.reception,
                patient_id=patient,
                service_id=desk.service,
                start=night + timedelta(hours=number),
                outside_hours=True,
            )
            sheet = await look(
                clinic.reception, get_appointment, appointment_id=visit.appointment_id
            )
            assert sheet.time.start == ("1:30 (first)", "1:30 (second)")[number]


async def test_a_visit_is_lengthened_and_keeps_its_length_when_moved(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    visit, _ = await at(desk, 10), await at(desk, 11)
    with pytest.raises(SlotTaken):
        await move(clinic.reception, visit, start=monday(10), minutes=75)
    for minutes in (0, 4, 721, 10**9):
        with pytest.raises(Invalid, match="lasts 5 minutes to 12 hours"):
            await move(clinic.reception, visit, start=monday(10), minutes=minutes)
    longer = await move(clinic.reception, visit, start=monday(10), minutes=45)
    assert longer.end - longer.start == timedelta(minutes=45)
    moved = await move(clinic.reception, longer, start=monday(14))
    assert moved.end - moved.start == timedelta(minutes=45)
    with frozen(MORNING):
        sheet = await look(clinic.reception, get_appointment, appointment_id=visit.appointment_id)
    assert sheet.history[1].what == "Length changed, 30 to 45 min; begins Mon 1 Mar, 10:00"
    assert sheet.history[1].why == ""


async def test_a_visit_changes_its_room_alone(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    second = await add_room(clinic, "Room 2", position=1)
    visit = await at(desk, 10)
    with pytest.raises(BadStart):
        await move(clinic.reception, visit, start=monday(10), room_id=desk.room)
    moved = await move(clinic.reception, visit, start=monday(10), room_id=second)
    assert moved.room_id == second
    with frozen(MORNING):
        sheet = await look(clinic.reception, get_appointment, appointment_id=visit.appointment_id)
    assert sheet.history[0].what == "Moved to another room, at Mon 1 Mar, 10:00"
