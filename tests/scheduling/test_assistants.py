"""More than one practitioner in a visit: strangers first, then a surgeon and who assists."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import PractitionerId, ServiceId
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.errors import NotOffered, NotWorking, SlotTaken
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.outside.feed_rows import FeedOwner, list_feed_visits
from clinic_app.scheduling.set_up.archive_practitioner import archive_practitioner
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.list_appointments import VisitFilter, list_appointments
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.visit_rows import VisitSheet
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Desk,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
)


async def operate(desk: Desk, hour: int = 10, **asked: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    """Book the desk's service with its practitioner."""
    actor = asked.pop("actor", desk.clinic.reception)
    wanted: dict[str, Any] = {
        "patient_id": desk.patient,
        "service_id": desk.service,
        "start": monday(hour),
    }
    return await book(actor, **{**wanted, "practitioner_id": desk.practitioner, **asked})


async def sheet_of(clinic: Clinic, visit: Booked) -> VisitSheet:
    """Look at a visit."""
    return await look(clinic.reception, get_appointment, appointment_id=visit.appointment_id)


async def ask_for_assistants(service: ServiceId, clinic: Clinic, many: int) -> None:
    """Let a service take further practitioners by itself."""
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(
            text("UPDATE service SET assistants = :many WHERE id = :id"),
            {"many": many, "id": service},
        )


async def taken_by(clinic: Clinic, visit: UUID) -> set[UUID]:
    """Return whose time a visit takes."""
    async with transaction(organization=clinic.organization_id) as session:
        found = await session.execute(
            text(
                "SELECT practitioner_id FROM reservation WHERE appointment_id = :visit"
                " AND released_at IS NULL AND practitioner_id IS NOT NULL"
            ),
            {"visit": visit},
        )
        return set(found.scalars())


async def test_who_may_not_and_who_is_another_clinics(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, stranger = await furnish(clinic), await hire(other_clinic)
        with pytest.raises(NotFound):
            await operate(desk, assistants=(stranger,))
        visit = await operate(desk)
        asked: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": 1}
        with pytest.raises(NotAllowed):
            await perform(clinic.team[Role.LAB], change_assistants, **asked, assistants=())
        for actor, who in ((clinic.reception, stranger), (other_clinic.reception, stranger)):
            with pytest.raises(NotFound):
                await perform(actor, change_assistants, **asked, assistants=(who,))
        with pytest.raises(NotOffered):
            await operate(desk, 14, assistants=(desk.practitioner,))


async def test_an_assistants_time_is_taken_told_and_freed(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic, after=10), await hire(clinic, "Nina Park")
        checks = await offer(clinic, nina, name="Dressing", needs_room=False)
        visit = await operate(desk, assistants=(nina,))
        assert await taken_by(clinic, visit.appointment_id) == {desk.practitioner, nina}
        for who in (nina, None):
            with pytest.raises(SlotTaken):
                await operate(
                    desk,
                    patient_id=await register(clinic),
                    service_id=checks,
                    practitioner_id=who,
                )
        why = await look(
            clinic.reception,
            explain_time,
            service_id=desk.service,
            practitioner_id=None,
            start=monday(10),
            assistants=(nina,),
        )
        assert "Nina Park has another visit from 10:00 to 10:30." in why
        ward = await offer(clinic, desk.practitioner, nina, name="Ward", needs_room=False)
        asked: dict[str, Any] = {"service_id": ward, "assistants": (nina,), "practitioner_id": None}
        await operate(desk, 14)  # then only she could give it, and she cannot assist as well
        why = await look(clinic.reception, explain_time, **asked, start=monday(14))
        assert why == ("Ward takes one more to assist, and too few are free.",)
        found = await look(
            *(clinic.reception, find_free_slots), **asked, first_day=MONDAY, explain=True
        )
        at_two = next(one for one in found if one.start == visit.start + timedelta(hours=4))
        assert "too few are free" in at_two.taken
        assert [one.name for one in (await sheet_of(clinic, visit)).assistants] == ["Nina Park"]
        with pytest.raises(Conflict):
            await perform(clinic.owner, archive_practitioner, practitioner_id=nina)
        await perform(
            clinic.reception,
            cancel_appointment,
            appointment_id=visit.appointment_id,
            reason="Ill",
        )
        assert await taken_by(clinic, visit.appointment_id) == set()
        assert (await sheet_of(clinic, visit)).assistants  # who would have been there


async def test_all_move_or_it_is_refused_by_name(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        visit = await operate(desk, assistants=(nina,))
        busy = await offer(clinic, nina, name="Dressing", needs_room=False)
        await operate(
            desk, 14, practitioner_id=nina, service_id=busy, patient_id=await register(clinic)
        )
        asked: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": None}
        with pytest.raises(SlotTaken, match="Nina Park has another visit"):
            await perform(clinic.reception, reschedule_appointment, **asked, start=monday(14))
        with pytest.raises(NotWorking, match="is not working"):
            await perform(clinic.reception, reschedule_appointment, **asked, start=monday(18))
        free = await look(
            clinic.reception,
            find_free_slots,
            service_id=desk.service,
            first_day=MONDAY,
            moving=visit.appointment_id,
        )
        starts = {slot.start for slot in free}
        assert visit.start in starts  # its own time does not stand in its way
        moved = await perform(clinic.reception, reschedule_appointment, **asked, start=monday(15))
        assert moved.start in starts
        assert await taken_by(clinic, visit.appointment_id) == {desk.practitioner, nina}


async def test_the_sheet_adds_and_removes(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        early = await hire(clinic, "Omar Diaz", hours=())
        visit = await operate(desk)

        async def now_assist(*who: PractitionerId, outside_hours: bool = False) -> None:
            asked: dict[str, Any] = {
                "appointment_id": visit.appointment_id,
                "version": None,
                "assistants": who,
            }
            await perform(clinic.owner, change_assistants, **asked, outside_hours=outside_hours)

        await now_assist(nina)
        await now_assist(nina)  # nothing to do
        with pytest.raises(NotWorking, match="Omar Diaz"):
            await now_assist(nina, early)
        await now_assist(early, outside_hours=True)
        assert await taken_by(clinic, visit.appointment_id) == {desk.practitioner, early}
        sheet = await sheet_of(clinic, visit)
        assert sheet.outside_hours
        steps = {(step.what, step.why) for step in sheet.history}
        assert steps >= {
            ("Assists as well: Nina Park", ""),
            ("Assists as well: Omar Diaz", ""),
            ("No longer assists: Nina Park", ""),
        }


async def test_a_service_asks_for_assistants_by_itself(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        await ask_for_assistants(desk.service, clinic, 1)
        visit = await operate(desk)
        assert await taken_by(clinic, visit.appointment_id) == {desk.practitioner, nina}
        slots = await look(
            clinic.reception,
            find_free_slots,
            service_id=desk.service,
            first_day=MONDAY,
            explain=True,
        )
        at_ten = next(slot for slot in slots if slot.start == visit.start)
        assert at_ten.taken == "taken by another visit until 10:30"
        with pytest.raises(SlotTaken):
            await operate(desk, patient_id=await register(clinic))
        await ask_for_assistants(desk.service, clinic, 2)
        with pytest.raises(NotOffered, match="Nobody can assist"):
            await operate(desk, 14)


async def test_a_hold_holds_everybody(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        alone = await offer(clinic, nina, name="Dressing", needs_room=False)
        asked: dict[str, Any] = {
            "service_id": desk.service,
            "start": monday(10),
            "assistants": (nina,),
        }
        held = await perform(clinic.reception, hold_slot, **asked)
        assert held is not None
        other: dict[str, Any] = {
            "service_id": alone,
            "patient_id": await register(clinic),
            "start": monday(10),
        }
        with pytest.raises(SlotTaken, match="held by"):
            await book(clinic.doctor, **other, practitioner_id=nina)
        visit = await operate(desk, hold_id=held.hold_id, assistants=(nina,))
        assert await taken_by(clinic, visit.appointment_id) == {desk.practitioner, nina}


async def test_who_assists_is_asked_for_by_lists_feeds_and_time_off(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await furnish(clinic), await hire(clinic, "Nina Park")
        visit = await operate(desk, assistants=(nina,))
        actor = clinic.owner
        mine: dict[str, Any] = {"wanted": VisitFilter(practitioner=nina)}

        async def fed() -> list[bool]:
            asked: dict[str, Any] = {
                "owner": FeedOwner(nina, "Nina Park"),
                "clinic": "",
                "full_names": False,
            }
            return [one.cancelled for one in await look(actor, list_feed_visits, **asked)]

        listed = (await look(actor, list_appointments, **mine)).visits
        assert [one.id for one in listed] == [visit.appointment_id]
        assert await fed() == [False]
        calendar = await look(actor, load_calendar, first_day=MONDAY)
        assert [one.assistant_ids for one in calendar.visits] == [(str(nina),)]
        off: dict[str, Any] = {"practitioner_id": nina, "starts": monday(9), "ends": monday(17)}
        added = await perform(actor, add_time_off, **off)
        assert [(hit.id, hit.practitioner) for hit in added.hit] == [
            (str(visit.appointment_id), "Nina Park")
        ]
        await perform(
            actor,
            change_assistants,
            appointment_id=visit.appointment_id,
            version=None,
            assistants=(),
        )
        assert not (await look(actor, list_appointments, **mine)).visits
        assert await fed() == [True]  # told that it is theirs no more
