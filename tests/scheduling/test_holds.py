"""A held time: strangers first, then what it keeps, for whom, and until when."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from procrastinate import JobContext
from sqlalchemy import select
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError, NotAllowed, NotFound
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked, Held
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.release_hold import end_hold_when_over, release_hold
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
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

LATER = MORNING + timedelta(minutes=10, seconds=1)


async def hold(actor: Actor, desk: Desk, hour: int = 10, **asked: Any) -> Held:  # noqa: ANN401  # as the verb takes them
    """Hold an hour of Monday."""
    asked.setdefault("service_id", desk.service)
    held = await perform(actor, hold_slot, start=monday(hour), **asked)
    assert held is not None
    return held


async def visit(actor: Actor, desk: Desk, hour: int = 10, **asked: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    """Book an hour of Monday for somebody new."""
    asked.setdefault("service_id", desk.service)
    asked.setdefault("start", monday(hour))
    return await book(actor, patient_id=await register(desk.clinic), **asked)


async def live(clinic: Clinic) -> list[Reservation]:
    """Return what is taken."""
    async with transaction(organization=clinic.organization_id) as session:
        query = select(Reservation).where(col(Reservation.released_at).is_(None))
        return list((await session.execute(query)).scalars())


async def test_who_does_not_book_does_not_hold(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        with pytest.raises(NotAllowed):
            await hold(clinic.team[Role.LAB], desk)
        with pytest.raises(NotFound):
            await hold(clinic.reception, theirs)


async def test_a_strangers_hold_is_neither_given_back_nor_taken_over(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        held = await hold(clinic.reception, desk)
        for stranger in (clinic.doctor, other_clinic.reception):
            await perform(stranger, release_hold, hold_id=held.hold_id)
        with pytest.raises(SlotTaken, match="held by Emily Rodriguez until 7:10"):
            await visit(clinic.doctor, desk, hold_id=held.hold_id)
        assert await visit(clinic.reception, desk, hold_id=held.hold_id)


async def test_a_held_time_is_shown_as_such_and_given_back(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        held = await hold(clinic.reception, desk)
        asked: dict[str, Any] = {"service_id": desk.service, "first_day": MONDAY}
        shown = await look(clinic.doctor, find_free_slots, explain=True, **asked)
        taken = {slot.taken for slot in shown if slot.start == held.start}
        assert taken == {"held by Emily Rodriguez until 7:10"}
        own = await look(clinic.reception, find_free_slots, hold=held.hold_id, **asked)
        assert held.start in {slot.start for slot in own}
        why = await look(
            clinic.doctor,
            explain_time,
            service_id=desk.service,
            practitioner_id=desk.practitioner,
            start=held.start,
        )
        assert why[0] == "Held by Emily Rodriguez until 7:10."
        other = await hold(clinic.reception, desk, 11, instead_of=held.hold_id)
        assert await visit(clinic.doctor, desk)
        await perform(clinic.reception, release_hold, hold_id=other.hold_id)
        assert await visit(clinic.doctor, desk, 11)


async def test_who_holds_books_with_whom_they_hold(clinic: Clinic) -> None:
    """“Anybody” means the practitioner and the room that the hold got."""
    with frozen(MORNING):
        doctors = [await hire(clinic, name) for name in ("Dr. Hassan", "Dr. Zhao")]
        rooms = [await add_room(clinic, name) for name in ("Room 2", "Room 3")]
        desk = await furnish(clinic)
        service = await offer(clinic, *doctors, name="Talk", rooms=rooms)
        await hold(clinic.doctor, desk, service_id=service)
        held = await hold(clinic.reception, desk, service_id=service)
        booked = await visit(clinic.reception, desk, service_id=service, hold_id=held.hold_id)
    assert booked.practitioner_id == held.practitioner_id
    kept = await live(clinic)
    assert len([row for row in kept if row.appointment_id]) == 3
    assert len([row for row in kept if row.hold_id]) == 2


async def test_an_expired_hold_takes_nothing(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        held = await hold(clinic.reception, desk)
    with frozen(LATER):
        asked: dict[str, Any] = {"service_id": desk.service, "first_day": MONDAY}
        found = await look(clinic.doctor, find_free_slots, **asked)
        assert held.start in {slot.start for slot in found}
        assert await visit(clinic.doctor, desk)  # before the worker has come by
        with pytest.raises(SlotTaken):
            await visit(clinic.reception, desk, hold_id=held.hold_id)


async def test_the_worker_puts_away_what_is_over_and_no_more(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        held = await hold(clinic.reception, desk)
    ids = {"organization_id": str(clinic.organization_id), "hold_id": str(held.hold_id)}
    for moment, left in ((MORNING, 2), (LATER, 0), (LATER, 0)):
        with frozen(moment):
            await end_hold_when_over(_context(), **ids)
        assert len(await live(clinic)) == left


def _context() -> JobContext:
    return JobContext.__new__(JobContext)


async def test_fifty_hold_and_book_one_time(clinic: Clinic) -> None:
    """Holds and bookings race for a time on which an expired hold still lies."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        patients = [await register(clinic) for _ in range(25)]
        await hold(clinic.reception, desk)
    with frozen(LATER):
        answers = await asyncio.gather(
            *(
                book(
                    clinic.reception,
                    patient_id=patient,
                    service_id=desk.service,
                    start=monday(10),
                )
                for patient in patients
            ),
            *(hold(clinic.doctor, desk) for _ in range(25)),
            return_exceptions=True,
        )
    won = [each for each in answers if isinstance(each, Booked | Held)]
    refused = [each for each in answers if isinstance(each, ClinicError)]
    assert (len(won), len(refused)) == (1, 49)
    assert {type(each) for each in refused} == {SlotTaken}
    assert len(await live(clinic)) == (3 if isinstance(won[0], Booked) else 2)


async def test_of_a_holder_and_forty_nine_rivals_the_holder_wins(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        held = await hold(clinic.reception, desk)
        answers = await asyncio.gather(
            visit(clinic.reception, desk, hold_id=held.hold_id),
            *(hold(clinic.doctor, desk) for _ in range(49)),
            return_exceptions=True,
        )
    assert isinstance(answers[0], Booked)
    assert {type(each) for each in answers[1:]} == {SlotTaken}


async def test_a_move_holds_what_the_visit_does_not_have_anyway(clinic: Clinic) -> None:
    """From 10:00 to 10:15: only the quarter after it is held, and nobody else gets it."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        stands = await visit(clinic.reception, desk)
        asked: dict[str, Any] = {"moving": stands.appointment_id, "start": monday(10, 15)}
        held = await perform(clinic.reception, hold_slot, service_id=desk.service, **asked)
        with pytest.raises(SlotTaken, match="held by Emily Rodriguez"):
            await visit(clinic.doctor, desk, start=monday(10, 30))
        moved = await perform(
            clinic.reception,
            move_series,
            appointment_id=stands.appointment_id,
            scope=Scope.ONE,
            start=monday(10, 15),
            hold_id=held.hold_id,
        )
        assert moved.changed == 1
        assert {row.hold_id for row in await live(clinic)} == {None}
