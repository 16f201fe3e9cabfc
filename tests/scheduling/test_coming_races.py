"""Fifty want the times of a coming, in every way there is: one has them, nobody waits in a ring."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import PatientId
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.booking.reservation_rows import Kind
from clinic_app.scheduling.booking.taking import Taking
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.hold_together import hold_together
from clinic_app.scheduling.coming.list_coming import list_coming, parts_of
from clinic_app.scheduling.coming.move_together import move_together
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.visit.step_visit import lock_visit
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MORNING,
    add_device,
    add_room,
    hire,
    monday,
    offer,
    register,
)

HALF = timedelta(minutes=30)
RIVALS, MOVERS = 50, 8


async def once(clinic: Clinic, verb: Callable[..., Awaitable[Any]], **asked: object) -> Any:  # noqa: ANN401  # as the verb answers
    """Do a deed without `perform`, which would hide a deadlock by trying again."""
    async with transaction(organization=clinic.organization_id) as session:
        return await verb(session, clinic.reception, **asked)


async def after(turns: int, clinic: Clinic, service: Any, deed: Awaitable[Any]) -> Any:  # noqa: ANN401  # as the deed answers
    """Come a little later, as rivals do: look for free times first."""
    for _ in range(turns):
        await look(
            *(clinic.reception, find_free_slots), service_id=service, first_day=monday(9).date()
        )
    return await deed


def refused(answers: list[Any]) -> Counter[type]:
    """Return how those who did not win were told."""
    strange = [one for one in answers if isinstance(one, BaseException | None)]
    assert [one for one in strange if not isinstance(one, ClinicError | None)] == []
    return Counter(type(one) for one in strange if one is not None)


async def test_fifty_hold_book_and_move_comings_and_single_visits_to_one_time(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        first, second = [await hire(clinic, name) for name in ("Dr. Hassan", "Dr. Zhao")]
        room, device = await add_room(clinic), await add_device(clinic)
        service = await offer(clinic, first, second, devices=[device])
        # Who has the second practitioner for all of the time wants the room of the first as well.
        long = await offer(clinic, second, name="Long", minutes=60, rooms=[room])
        patients = [await register(clinic) for _ in range(RIVALS)]

        def parts(start: datetime) -> list[AskedPart]:
            return [
                AskedPart(service, who, start=start + n * HALF)
                for n, who in enumerate((first, second))
            ]

        async def parked(patient: PatientId, at: int) -> Booked:
            start = monday(9 + at % 2) + timedelta(days=1 + at // 2)
            asked: dict[str, Any] = {"patient_id": patient, "start": start, "parts": parts(start)}
            return (await perform(clinic.reception, book_together, **asked))[at % 2]

        movers = [await parked(patients[at], at) for at in range(MOVERS)]

        async def move(visit: Booked, start: datetime) -> object:
            one = visit.appointment_id
            coming = await look(clinic.reception, list_coming, appointment_id=one)
            goes = [
                replace(part, start=start + n * HALF)
                for n, part in enumerate(parts_of(coming, clinic.time_zone))
            ]
            return await once(clinic, move_together, appointment_id=one, versions={}, parts=goes)

        def deed(at: int, start: datetime) -> Awaitable[Any]:
            whom: dict[str, Any] = {"patient_id": patients[at], "start": start}
            if at < MOVERS:
                return move(movers[at], start)
            if at % 3 == 0:
                return once(clinic, book_appointment, **whom, service_id=long)
            if at % 3 == 1:
                return once(clinic, hold_together, parts=parts(start))
            return once(clinic, book_together, **whom, parts=parts(start))

        start = monday(13)
        rivals = [after(at % 5, clinic, service, deed(at, start)) for at in range(RIVALS)]
        answers = await asyncio.gather(*rivals, return_exceptions=True)
        assert refused(answers) == {SlotTaken: RIVALS - 1}


async def test_all_ways_take_kind_after_kind_as_a_single_visit_does(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = list[str]()
    one_of = Taking.one_of

    async def noted(self: Taking, kind: Kind, *asked: Any) -> tuple[UUID, int]:  # noqa: ANN401  # as the verb takes them
        taken.append(kind.removesuffix("_id"))
        return await one_of(self, kind, *asked)

    monkeypatch.setattr(Taking, "one_of", noted)
    with frozen(MORNING):
        who, _, device = await hire(clinic), await add_room(clinic), await add_device(clinic)
        service, patient = await offer(clinic, who, devices=[device]), await register(clinic)
        parts = [AskedPart(service, who, start=monday(10) + n * HALF) for n in range(2)]
        held = await perform(clinic.reception, hold_together, parts=parts)
        asked: dict[str, Any] = {"patient_id": patient, "start": monday(10), "parts": parts}
        booked = await perform(clinic.reception, book_together, **asked, hold_id=held.hold_id)
        first = booked[0].appointment_id
        coming = await look(clinic.reception, list_coming, appointment_id=first)
        goes = [
            replace(one, start=monday(14) + n * HALF)
            for n, one in enumerate(parts_of(coming, clinic.time_zone))
        ]
        await perform(
            *(clinic.reception, move_together), appointment_id=first, versions={}, parts=goes
        )
        whole: dict[str, Any] = {"appointment_id": first, "scope": Scope.COMING}
        await perform(clinic.reception, move_series, **whole, start=monday(15))
    kinds = [kind for kind in ("practitioner", "room", "device", "patient") for _ in range(2)]
    assert taken == [*kinds[:6], *kinds, *kinds, *kinds]


async def test_two_who_change_a_coming_from_its_two_ends_do_not_wait_in_a_ring(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        who = await hire(clinic)
        service, patient = await offer(clinic, who, needs_room=False), await register(clinic)
        asked: dict[str, Any] = {"start": monday(10), "parts": [AskedPart(service)] * 2}
        coming = await perform(clinic.reception, book_together, patient_id=patient, **asked)
        ends = [one.appointment_id for one in coming]

        async def both(session: AsyncSession, actor: Actor, *, turns: int) -> None:
            for one in ends if turns else reversed(ends):
                await lock_visit(session, actor, one, None)
                await after(turns, clinic, service, asyncio.sleep(0))  # the other has the other

        answers = await asyncio.gather(
            *(once(clinic, both, turns=turns) for turns in (8, 0)), return_exceptions=True
        )
        assert answers == [None, None]
