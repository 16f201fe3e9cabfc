"""Each assistant with a part of their own: the anaesthetist begins, the nurse stays."""

from typing import Any
from uuid import UUID

import pytest

from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.assistants.duty_rules import Duty, left_open, shared_out
from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from clinic_app.scheduling.assistants.replace_assistant import replace_assistant
from clinic_app.scheduling.booking.preview_visit import preview_visit
from clinic_app.scheduling.errors import NotOffered, SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.set_up.list_services import list_services
from clinic_app.scheduling.to_move.move_choices import move_choices
from clinic_app.scheduling.visit.get_place import get_place
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, Desk, furnish, hire, monday, offer, register
from tests.scheduling.test_assistants import operate, sheet_of
from tests.scheduling.test_part_of_a_visit import anaesthesia, taken_from_to

ANNA, NINA, OMAR = (PractitionerId(UUID(int=number)) for number in range(1, 4))
FIRST = Part(0, 15)


def able(**open_to: str) -> list[tuple[PractitionerId, int]]:
    """Return who could take which duties: ANNA="01" could take both of two."""
    people = {"anna": ANNA, "nina": NINA, "omar": OMAR}
    return [(people[who], int(duty)) for who, duties in open_to.items() for duty in duties]


@pytest.mark.parametrize(
    ("many", "could", "must", "taken"),
    [
        (1, able(anna="0", nina="0"), (), {0: ANNA}),  # the first that is tried
        (1, able(anna="0", nina="0"), (NINA,), {0: NINA}),
        (2, able(anna="01", nina="0"), (), {0: NINA, 1: ANNA}),  # Anna makes room
        (2, able(anna="01"), (), None),  # nobody is there twice
        (2, able(anna="0", nina="0", omar="01"), (), {0: ANNA, 1: OMAR}),
        (2, able(anna="0", nina="0", omar="01"), (ANNA, NINA), None),
        (1, able(anna="0"), (NINA,), None),
        (0, able(anna=""), (), {}),
    ],
)
def test_duties_are_shared_out(
    many: int,
    could: list[tuple[PractitionerId, int]],
    must: tuple[PractitionerId, ...],
    taken: dict[int, PractitionerId] | None,
) -> None:
    assert shared_out(many, could, must) == taken


def test_who_is_there_leaves_the_other_duties_open() -> None:
    begins, stays = Duty(FIRST), Duty()
    assert left_open((begins, stays), [WHOLE]) == [begins]
    assert left_open((begins, stays), [Part(5, 5)]) == [begins, stays]


async def surgery(desk: Desk, anna: PractitionerId, nina: PractitionerId) -> None:
    """Let an operation begin with Anna, while Nina is there for all of it."""
    await anaesthesia(desk, Duty(FIRST, frozenset({anna})), Duty(may=frozenset({nina})))


def clocks(clinic: Clinic, visit: Booked) -> str:
    """Return when a visit begins."""
    return f"{to_wall(visit.start, clinic.time_zone):%H:%M}"


async def test_each_is_taken_for_their_own_part(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, anna = await furnish(clinic), await hire(clinic, "Anna Roth")
        nina = await hire(clinic, "Nina Park")
        with pytest.raises(Invalid) as refused:
            await anaesthesia(desk, Duty(), Duty(Part(58)))
        assert refused.value.field == "assist_from-2"
        await surgery(desk, anna, nina)
        row = next(
            one for one in await look(clinic.owner, list_services) if one.id == str(desk.service)
        )
        assert [(one.minutes, one.practitioner_ids) for one in row.duties] == [
            (15, (str(anna),)),
            (None, (str(nina),)),
        ]
        asked: dict[str, Any] = {"service_id": desk.service}
        shown = await look(clinic.reception, preview_visit, **asked, start=monday(10))
        assert shown.assistants == (
            "Anna Roth, assisting 10:00–10:15",
            "Nina Park, assisting",
        )
        await perform(clinic.reception, hold_slot, **asked, start=monday(14))
        assert await taken_from_to(clinic, anna) == ["13:50–14:15"]
        visit = await operate(desk)
        assert await taken_from_to(clinic, nina) == ["09:50–11:00", "13:50–15:00"]

        # Anna is free again while Nina is not: for others, and for the next operation.
        hers = await offer(clinic, anna, name="Consultation", needs_room=False)
        other: dict[str, Any] = {"patient_id": await register(clinic), "service_id": hers}
        await operate(desk, start=monday(10, 15), practitioner_id=anna, **other)
        free = await look(clinic.reception, find_free_slots, **asked, first_day=MONDAY)
        starts = {f"{to_wall(one.start, clinic.time_zone):%H:%M}" for one in free}
        assert "15:15" in starts
        assert not {"10:15", "14:30"} & starts  # Nina is there for all of it
        with pytest.raises(SlotTaken):
            await operate(desk, start=monday(10, 30), patient_id=await register(clinic))

        moving: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": None}
        await perform(clinic.reception, reschedule_appointment, **moving, start=monday(15, 15))
        await perform(
            clinic.reception, reschedule_appointment, **moving, start=monday(15, 15), minutes=90
        )
        assert (await taken_from_to(clinic, anna))[-1] == "15:05–15:30"
        assert (await taken_from_to(clinic, nina))[-1] == "15:05–16:45"


async def test_the_desk_gives_an_assistant_another_part(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, anna = await furnish(clinic), await hire(clinic, "Anna Roth")
        nina, omar = await hire(clinic, "Nina Park"), await hire(clinic, "Omar Diaz")
        await surgery(desk, anna, nina)
        with pytest.raises(Invalid):
            await operate(desk, assistants={omar: Part(60)})
        visit = await operate(desk, assistants={omar: Part(30, 10)})  # in whose place, is open
        assert await taken_from_to(clinic, omar) == ["10:30–10:40"]
        taken = {one.name: one.span for one in (await sheet_of(clinic, visit)).assistants}
        assert len(taken) == 2

        async def now_assist(who: dict[PractitionerId, Part | None]) -> None:
            asked: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": None}
            await perform(clinic.reception, change_assistants, **asked, assistants=who)

        await now_assist({nina: None, anna: None})  # what the service has for them
        assert await taken_from_to(clinic, anna) == ["09:50–10:15"]
        assert await taken_from_to(clinic, nina) == ["09:50–11:00"]
        await now_assist({nina: Part(20, 20), anna: None})
        assert await taken_from_to(clinic, nina) == ["10:20–10:40"]
        version = (await sheet_of(clinic, visit)).version
        await now_assist({nina: Part(20, 20), anna: FIRST})  # as it is
        sheet = await sheet_of(clinic, visit)
        assert sheet.version == version
        steps = [(step.what, step.why) for step in sheet.history]
        assert steps.count(("Assists at another time: Nina Park", "")) == 1
        with pytest.raises(Invalid):
            await now_assist({nina: Part(20, 50), anna: None})
        hers = await offer(clinic, nina, name="Dressing", needs_room=False, minutes=15)
        other: dict[str, Any] = {"patient_id": await register(clinic), "service_id": hers}
        await operate(desk, practitioner_id=nina, **other)  # before her part
        with pytest.raises(SlotTaken, match="Nina Park"):
            await now_assist({nina: WHOLE, anna: None})
        place = await look(clinic.reception, get_place, appointment_id=visit.appointment_id)
        assert place.assistants == {nina: Part(20, 20), anna: FIRST}


async def test_who_comes_instead_takes_the_same_part(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, anna = await furnish(clinic), await hire(clinic, "Anna Roth")
        nina, omar = await hire(clinic, "Nina Park"), await hire(clinic, "Omar Diaz")
        ruth = await hire(clinic, "Ruth Bell")
        await anaesthesia(desk, Duty(FIRST, frozenset({anna, omar})), Duty(may=frozenset({nina})))
        visit = await operate(desk, assistants=(anna,))
        off: dict[str, Any] = {"starts": monday(10, 30), "ends": monday(12)}
        await perform(clinic.owner, add_time_off, practitioner_id=omar, **off)
        ill: dict[str, Any] = {"appointment_id": visit.appointment_id}
        found = await look(clinic.reception, move_choices, **ill, instead_of=anna)
        assert [one.practitioner for one in found.others] == [
            "Omar Diaz"
        ]  # in her part he is there
        found = await look(clinic.reception, move_choices, **ill, instead_of=nina)
        assert found.others == ()  # nobody else may be it
        await perform(clinic.reception, replace_assistant, **ill, version=None, gone=anna, by=omar)
        assert await taken_from_to(clinic, omar) == ["09:50–10:15"]
        assert await taken_from_to(clinic, ruth) == await taken_from_to(clinic, anna) == []
        await perform(clinic.owner, add_time_off, practitioner_id=anna, **off)
        await anaesthesia(desk, Duty(may=frozenset({desk.practitioner})))
        with pytest.raises(NotOffered, match="Nobody can assist"):
            await operate(desk, 14)
