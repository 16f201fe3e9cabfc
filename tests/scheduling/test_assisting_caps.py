"""A cap protects somebody's day: the visits that they give count, and those they assist in."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.errors import DayFull, SlotTaken
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.set_up.save_practitioner import save_practitioner
from clinic_app.scheduling.to_move.list_visits_to_move import list_visits_to_move
from clinic_app.scheduling.to_move.move_choices import move_choices
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, furnish, hire, monday, offer, register
from tests.scheduling.test_assistants import ask_for_assistants, operate, sheet_of
from tests.scheduling.test_series import preview

DAY = timedelta(days=1)
FULL = "Nina Park has reached 1 visit this day"


async def cap(clinic: Clinic, who: PractitionerId, visits: int, name: str = "Nina Park") -> None:
    """Let somebody have so many visits a day."""
    values: dict[str, Any] = {"practitioner_id": who, "name": name, "visits_a_day": visits}
    await perform(clinic.owner, save_practitioner, **values)


async def places(clinic: Clinic, who: PractitionerId) -> int:
    """Return how many visits are counted for somebody, on all days."""
    async with transaction(organization=clinic.organization_id) as session:
        found = await session.execute(
            text(
                "SELECT count(*) FROM numbered_place WHERE owner_id = :who AND released_at IS NULL"
            ),
            {"who": who},
        )
        return found.scalar_one()


async def test_whoever_assists_up_to_their_cap_assists_no_more_that_day(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        visit = await operate(desk, 9, assistants=(nina,))
        await cap(clinic, nina, 1)  # the visit that is booked already is counted
        asked: dict[str, Any] = {"service_id": desk.service, "assistants": (nina,)}
        for ask in (operate(desk, 14, assistants=(nina,)), hold(desk.clinic, **asked)):
            with pytest.raises(DayFull, match=FULL):
                await ask
        free = await look(
            clinic.reception,
            find_free_slots,
            **asked,
            first_day=MONDAY,
            days=2,
            explain=True,
        )
        days = {
            day: [one for one in free if one.start.date() == day] for day in (MONDAY, MONDAY + DAY)
        }
        assert f"not possible: {FULL}" in {one.taken for one in days[MONDAY]}
        assert not any(one.practitioner_ids for one in days[MONDAY])
        assert all(one.practitioner_ids for one in days[MONDAY + DAY])
        asked |= {"practitioner_id": None, "start": monday(14)}
        assert await look(clinic.reception, explain_time, **asked) == (f"{FULL}.",)
        dates = (await preview(desk, assistants=(nina,))).dates
        assert [bool(one.clash) for one in dates] == [True, False, False, False]
        assert dates[0].soft

        dressing = await offer(clinic, nina, name="Dressing", needs_room=False)
        with pytest.raises(DayFull, match=FULL):  # nor do they give a visit of their own
            await operate(desk, 15, service_id=dressing, practitioner_id=nina)
        moved: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": None}
        await perform(clinic.reception, reschedule_appointment, **moved, start=monday(11))
        second: dict[str, Any] = {"appointment_id": (await operate(desk, 14)).appointment_id}
        joins: dict[str, Any] = {**second, "version": None, "assistants": (nina,)}
        with pytest.raises(DayFull, match=FULL):
            await perform(clinic.reception, change_assistants, **joins)
        await perform(clinic.reception, reschedule_appointment, **moved, start=monday(10) + DAY)
        await perform(clinic.reception, change_assistants, **joins)
        leaves: dict[str, Any] = joins | {"assistants": ()}
        await perform(clinic.reception, change_assistants, **leaves)
        await operate(desk, 15, service_id=dressing, practitioner_id=nina)
        assert await places(clinic, nina) == 2


async def hold(clinic: Clinic, **asked: Any) -> None:  # noqa: ANN401  # as the verb takes them
    """Hold a time on Monday."""
    await perform(clinic.reception, hold_slot, **asked, start=monday(14))


async def test_on_purpose_it_is_marked_and_a_part_may_change(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        await cap(clinic, nina, 1)
        await operate(desk, 10, assistants=(nina,))
        second = await operate(desk, 14)
        joins: dict[str, Any] = {"appointment_id": second.appointment_id, "version": None}
        joins |= {"assistants": (nina,), "despite_rules": True}
        await perform(clinic.reception, change_assistants, **joins)
        assert (await sheet_of(clinic, second)).marks == "Over the day’s cap"
        joins |= {"assistants": {nina: Part(0, 10)}, "despite_rules": False}
        await perform(clinic.reception, change_assistants, **joins)  # counted as it was
        assert await places(clinic, nina) == 2
        await perform(
            *(clinic.reception, cancel_appointment),
            appointment_id=second.appointment_id,
            reason="Ill",
        )
        assert await places(clinic, nina) == 1


async def test_who_is_found_by_itself_has_room_for_one_more(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        await cap(clinic, nina, 1)
        await ask_for_assistants(desk.service, clinic, 1)
        visits = [await operate(desk, 9)]
        with pytest.raises(SlotTaken, match="too few are free"):
            await operate(desk, 10)
        omar = await hire(clinic, "Omar Diaz")
        visits.append(await operate(desk, 10))
        who = [(await sheet_of(clinic, one)).assistants[0].name for one in visits]
        assert who == ["Nina Park", "Omar Diaz"]
        ill: dict[str, Any] = {"appointment_id": visits[1].appointment_id, "instead_of": omar}
        assert (await look(clinic.reception, move_choices, **ill)).others == ()
        assert await look(clinic.reception, list_visits_to_move) == ()


async def test_a_coming_finds_somebody_else_for_its_second_service(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        await hire(clinic, "Omar Diaz")
        await cap(clinic, nina, 1)
        await ask_for_assistants(desk.service, clinic, 1)
        parts = (AskedPart(desk.service), AskedPart(desk.service))
        coming: dict[str, Any] = {"patient_id": desk.patient, "start": monday(10), "parts": parts}
        visits = await perform(clinic.reception, book_together, **coming)
        who = [(await sheet_of(clinic, one)).assistants[0].name for one in visits]
        assert who == ["Nina Park", "Omar Diaz"]


async def test_thirty_want_the_last_three_places_of_two_who_assist_each_other(
    clinic: Clinic,
) -> None:
    """At different times, so that only the caps stand against them; each takes two of them."""
    with frozen(MORNING):
        desk = await furnish(clinic, minutes=5)
        nina = await hire(clinic, "Nina Park")
        hers = await offer(clinic, nina, name="Dressing", minutes=5, needs_room=False)
        await cap(clinic, nina, 3)
        await cap(clinic, desk.practitioner, 3, "Dr. Lin Zhao")
        patients = [await register(clinic) for _ in range(30)]
        turns: list[dict[str, Any]] = [
            {"practitioner_id": desk.practitioner, "assistants": (nina,)},
            {"practitioner_id": nina, "assistants": (desk.practitioner,), "service_id": hers},
        ]
        answers = await asyncio.gather(
            *(
                operate(
                    desk,
                    patient_id=patient,
                    start=monday(9) + timedelta(minutes=5 * at),
                    outside_hours=True,
                    **turns[at % 2],
                )
                for at, patient in enumerate(patients)
            ),
            return_exceptions=True,
        )
    refused = [type(one) for one in answers if isinstance(one, ClinicError)]
    assert len([one for one in answers if isinstance(one, Booked)]) == 3
    assert refused == [DayFull] * 27
    assert [await places(clinic, who) for who in (nina, desk.practitioner)] == [3, 3]
