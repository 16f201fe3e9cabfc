"""A seat of a group while a form is open: two forms never get the last one."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from procrastinate import JobContext

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import ServiceId
from clinic_app.scheduling.errors import SlotTaken
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked, Held
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.release_hold import end_hold_when_over, release_hold
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, Desk, monday, offer, register
from tests.scheduling.test_groups_and_overbooking import set_up, taken, visit_of

LATER = MORNING + timedelta(minutes=10, seconds=1)


async def hold(actor: Actor, desk: Desk, **asked: Any) -> Held:  # noqa: ANN401  # as the verb takes them
    """Open a form for the group of Monday at ten."""
    asked.setdefault("service_id", desk.service)
    return await perform(actor, hold_slot, start=monday(10), **asked)


async def left(desk: Desk, **asked: Any) -> int | None:  # noqa: ANN401  # as the verb takes them
    """Return the seats that are left at ten; None when the time is not free."""
    found = await look(
        desk.clinic.doctor,
        find_free_slots,
        service_id=desk.service,
        first_day=MONDAY,
        **asked,
    )
    of_slots = {f"{slot.start:%H:%M}": slot.seats_left for slot in found}
    return of_slots.get("15:00")  # in UTC


async def test_a_form_keeps_a_seat_until_it_is_closed_or_booked(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=2)
        first = await hold(clinic.reception, desk)
        assert (await left(desk), await left(desk, hold=first.hold_id)) == (1, 2)
        second = await hold(clinic.doctor, desk)
        assert (await left(desk), len(await taken(clinic))) == (None, 1)
        for actor, own in ((clinic.reception, None), (clinic.reception, second.hold_id)):
            with pytest.raises(SlotTaken, match="every seat is taken or held"):
                await visit_of(desk, actor=actor, hold_id=own)  # another's hold is not one's own
        await perform(clinic.doctor, release_hold, hold_id=second.hold_id)
        assert await left(desk) == 1
        await visit_of(desk, hold_id=first.hold_id)
        assert await left(desk) == 1  # the seat that was held, and no other
        (row,) = await taken(clinic)
        assert row.expires_at is None


async def test_a_group_of_nobody_but_forms_ends_with_the_last_of_them(clinic: Clinic) -> None:
    """Also for another service of the same practitioner, and before the worker has come by."""
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        talk = await offer(clinic, desk.practitioner, name="Talk", needs_room=False)
        held = await hold(clinic.reception, desk)
        beside = held.start + timedelta(minutes=15)
        for own, free in ((None, False), (held.hold_id, True)):
            asked: dict[str, Any] = {"service_id": desk.service, "first_day": MONDAY, "hold": own}
            slots = await look(clinic.reception, find_free_slots, **asked)
            assert (beside in {one.start for one in slots}) == free  # it goes with its own hold
        with pytest.raises(SlotTaken):
            await hold(clinic.doctor, desk, service_id=talk)
    with frozen(LATER):
        assert await left(desk) == 3
        other = await hold(clinic.doctor, desk, service_id=talk)
        await perform(clinic.doctor, release_hold, hold_id=other.hold_id)
        ids = {"organization_id": str(clinic.organization_id), "hold_id": str(held.hold_id)}
        await end_hold_when_over(JobContext.__new__(JobContext), **ids)
        assert await taken(clinic) == []
        await visit_of(desk)
        assert await left(desk) == 2


@pytest.mark.parametrize("begun", [False, True])
async def test_fifty_forms_and_bookings_want_the_seats_of_a_group(
    clinic: Clinic, begun: bool
) -> None:
    """On a group that nobody has opened, or in which expired holds have all the seats."""
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        patients = [await register(clinic) for _ in range(25)]
        for _ in range(2 if begun else 0):
            await hold(clinic.reception, desk)
        if begun:
            await visit_of(desk)
    with frozen(LATER):
        answers = await asyncio.gather(
            *(visit_of(desk, patient_id=each) for each in patients),
            *(hold(clinic.doctor, desk) for _ in range(25)),
            return_exceptions=True,
        )
        assert await left(desk) is None
    won = [each for each in answers if isinstance(each, Booked | Held)]
    refused = {type(each) for each in answers if isinstance(each, ClinicError)}
    assert (len(won), refused) == (2 if begun else 3, {SlotTaken})
    assert len(await taken(clinic)) == 1


async def test_a_session_is_named_where_a_time_is_asked_about(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=2)
        await visit_of(desk)
        talk = await offer(clinic, desk.practitioner, name="Talk", needs_room=False)

        async def why(service: ServiceId, minute: int = 0) -> tuple[str, ...]:
            return await look(
                clinic.reception,
                explain_time,
                service_id=service,
                practitioner_id=desk.practitioner,
                start=monday(10, minute),
            )

        one_left = "Dr. Lin Zhao gives Check-up at 10:00, 1 seat left."
        assert await why(desk.service) == ()  # one can join
        assert (await why(desk.service, 15))[0] == one_left
        assert await why(talk) == (one_left,)
        await visit_of(desk)
        none_left = "Dr. Lin Zhao gives Check-up at 10:00, every seat is taken or held."
        assert (await why(desk.service))[0] == none_left
