"""More than one practitioner in a group's session: taken once, for all who come."""

from typing import Any

import pytest
from sqlalchemy import text

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId, GroupId, PractitionerId, parse_id
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.assistants.change_group_assistants import change_group_assistants
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.booking.preview_visit import preview_visit
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.calendar.load_month import load_month
from clinic_app.scheduling.calendar.load_today import load_today
from clinic_app.scheduling.desk.load_queue import load_queue
from clinic_app.scheduling.errors import DayFull, NotOffered, NotWorking, SlotTaken
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.groups.cancel_group import cancel_group
from clinic_app.scheduling.groups.group_rows import GroupSheet
from clinic_app.scheduling.groups.list_groups import read_group
from clinic_app.scheduling.groups.move_group import move_group
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.release_hold import release_hold
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.outside.feed_rows import FeedOwner, list_feed_visits
from clinic_app.scheduling.set_up.archive_practitioner import archive_practitioner
from clinic_app.scheduling.tables import Practitioner, ServicePractitioner
from clinic_app.scheduling.to_move.list_visits_to_move import list_visits_to_move
from clinic_app.scheduling.to_move.move_all_to_others import (
    Missing,
    move_all_to_others,
    stood_before,
)
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.list_appointments import VisitFilter, list_appointments
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.stand_again import stand_again
from clinic_app.scheduling.visit.step_back import step_back
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, Desk, add_room, hire, monday, offer
from tests.scheduling.test_assistants import ask_for_assistants
from tests.scheduling.test_group_sessions import group_of, sheet_of
from tests.scheduling.test_groups_and_overbooking import race, set_up, taken, visit_of


async def open_class(clinic: Clinic, *, asks: int = 1) -> tuple[Desk, PractitionerId]:
    """Furnish a clinic whose class of three seats asks for somebody to assist: Nina Park."""
    desk, nina = await set_up(clinic, seats=3), await hire(clinic, "Nina Park")
    await ask_for_assistants(desk.service, clinic, asks)
    return desk, nina


async def people_taken(clinic: Clinic) -> list[PractitionerId]:
    """Return whose time is taken, once for each reservation."""
    return sorted(PractitionerId(row.practitioner_id) for row in await taken(clinic))  # pyright: ignore[reportArgumentType]  # of practitioners alone


async def give_as_well(desk: Desk) -> PractitionerId:
    """Let somebody else give the class, in another room."""
    eve = await hire(desk.clinic, "Dr. Eve Osei")
    await add_room(desk.clinic, "Room 2", position=1)
    home = {"organization_id": desk.clinic.organization_id, "service_id": desk.service}
    async with transaction(organization=desk.clinic.organization_id) as session:
        session.add(ServicePractitioner(practitioner_id=eve, **home))
    return eve


async def staff(desk: Desk, group: GroupId, who: Any, **asked: Any) -> None:  # noqa: ANN401  # as the verb takes them
    actor = asked.pop("actor", desk.clinic.reception)
    await perform(actor, change_group_assistants, group_id=group, assistants=who, **asked)


def names(sheet: GroupSheet) -> list[str]:
    return [one.name for one in sheet.assistants]


async def test_strangers_and_those_who_may_not(clinic: Clinic, other_clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic, asks=0)
        visit, theirs = await visit_of(desk), await hire(other_clinic, "Dr. Osei")
        group = await group_of(desk)
        for actor, who, refusal in (
            (other_clinic.reception, nina, NotFound),
            (clinic.team[Role.LAB], nina, NotAllowed),
            (clinic.reception, theirs, NotFound),
            (clinic.reception, desk.practitioner, NotOffered),
        ):
            with pytest.raises(refusal):
                await staff(desk, group, (who,), actor=actor)
        with pytest.raises(NotOffered, match="of the whole session"):
            await perform(
                clinic.reception,
                change_assistants,
                appointment_id=visit.appointment_id,
                version=None,
                assistants=(nina,),
            )


async def test_the_session_takes_them_once_and_lets_them_go(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic)
        alone = await offer(clinic, nina, name="Dressing", needs_room=False)
        for _ in range(2):
            await visit_of(desk)
        assert await people_taken(clinic) == sorted([desk.practitioner, nina])
        with pytest.raises(SlotTaken):
            await visit_of(desk, service_id=alone)
        asked: dict[str, Any] = {"service_id": desk.service, "start": monday(10)}
        preview = await look(clinic.reception, preview_visit, **asked)
        assert (preview.assistants, preview.seats_left) == (("Nina Park, assisting",), 1)
        group = await group_of(desk)
        assert names(await sheet_of(desk, group)) == ["Nina Park"]
        with pytest.raises(Conflict):
            await perform(clinic.owner, archive_practitioner, practitioner_id=nina)
        await perform(clinic.owner, cancel_group, group_id=group, reason="Ill")
        assert not await taken(clinic)
        await visit_of(desk, service_id=alone)


async def test_a_held_seat_holds_them_and_who_is_away_keeps_it_from_opening(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic)
        alone = await offer(clinic, nina, name="Dressing", needs_room=False)
        asked: dict[str, Any] = {"service_id": desk.service, "start": monday(10)}
        held = await perform(clinic.reception, hold_slot, **asked)
        assert held is not None
        with pytest.raises(SlotTaken):
            await visit_of(desk, service_id=alone, actor=clinic.doctor)
        await perform(clinic.reception, release_hold, hold_id=held.hold_id)
        assert not await taken(clinic)
        await visit_of(desk, service_id=alone)
        with pytest.raises(SlotTaken):
            await visit_of(desk)
        free = await look(
            clinic.reception, find_free_slots, service_id=desk.service, first_day=MONDAY
        )
        assert held.start not in {slot.start for slot in free}


async def test_each_seat_counts_among_the_visits_of_who_assists(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic)
        async with transaction(organization=clinic.organization_id) as session:
            row = await session.get_one(Practitioner, (clinic.organization_id, nina))
            row.visits_a_day = 1
        first = await visit_of(desk)
        with pytest.raises(DayFull, match="Nina Park"):
            await visit_of(desk)
        find: dict[str, Any] = {"service_id": desk.service, "first_day": MONDAY}
        at_ten = next(
            one
            for one in await look(clinic.reception, find_free_slots, **find, explain=True)
            if one.start == first.start
        )
        assert at_ten.taken == "not possible: Nina Park has reached 1 visit this day"
        why: dict[str, Any] = {"service_id": desk.service, "practitioner_id": desk.practitioner}
        told = await look(clinic.reception, explain_time, **why, start=monday(10))
        assert "Nina Park has reached 1 visit this day." in told
        find["moving"] = first.appointment_id  # goes with her, and its place is its own
        assert first.start in {
            one.start for one in await look(clinic.reception, find_free_slots, **find)
        }
        over = await visit_of(desk, despite_rules=True, actor=clinic.owner)
        asked: dict[str, Any] = {"appointment_id": over.appointment_id}
        assert (await look(clinic.owner, get_appointment, **asked)).marks


async def test_who_is_named_assists_from_the_first_seat_on(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic, asks=0)
        omar = await hire(clinic, "Omar Diaz")
        await visit_of(desk, assistants={nina: Part(0, 15)})
        await visit_of(desk, assistants=(nina,))  # she does already
        with pytest.raises(NotOffered, match="said on its sheet"):
            await visit_of(desk, assistants=(omar,))
        sheet = await sheet_of(desk, await group_of(desk))
        assert [(one.name, one.span) for one in sheet.assistants] == [("Nina Park", "10:00–10:15")]
        eve = await give_as_well(desk)
        other = await visit_of(desk, assistants=(omar,))  # a session of another's
        assert other.practitioner_id == eve


async def test_the_sheet_adds_and_removes_for_all_who_come(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic, asks=0)
        late = await hire(clinic, "Omar Diaz", hours=())
        visits = [await visit_of(desk) for _ in range(2)]
        group = await group_of(desk)
        before = await sheet_of(desk, group)
        await staff(desk, group, (nina,), version=before.version)
        await staff(desk, group, (nina,))  # nothing to do
        with pytest.raises(ChangedMeanwhile):
            await staff(desk, group, (), version=before.version)
        with pytest.raises(NotWorking, match="Omar Diaz"):
            await staff(desk, group, (nina, late))
        await staff(desk, group, (late,), outside_hours=True, actor=clinic.owner)
        assert await people_taken(clinic) == sorted([desk.practitioner, late])
        for visit in visits:
            own = await look(clinic.reception, get_appointment, appointment_id=visit.appointment_id)
            assert own.outside_hours
            assert not own.may_staff
            assert [one.name for one in own.assistants] == ["Omar Diaz"]
            steps = {(step.what, step.why) for step in own.history}
            assert steps >= {
                ("Assists as well: Nina Park", ""),
                ("Assists as well: Omar Diaz", ""),
                ("No longer assists: Nina Park", ""),
            }


async def test_all_move_with_it_or_it_is_refused_by_name(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic)
        omar = await hire(clinic, "Omar Diaz")
        alone = await offer(clinic, nina, name="Dressing", needs_room=False)
        await visit_of(desk, assistants=(nina,))
        group = await group_of(desk)
        await visit_of(desk, 14, service_id=alone)
        asked: dict[str, Any] = {"group_id": group, "start": monday(14)}
        with pytest.raises(SlotTaken, match="Nina Park has another visit"):
            await perform(clinic.reception, move_group, **asked)
        moved = await perform(clinic.reception, move_group, **asked, assistants=(omar,))
        sheet = await sheet_of(desk, group)
        assert (names(sheet), sheet.time.start) == (["Omar Diaz"], "14:00")
        assert sheet.version == moved.version
        await perform(clinic.reception, move_group, group_id=group, start=monday(15))
        group_rows = [row for row in await taken(clinic) if row.session_id == group]
        assert {row.practitioner_id for row in group_rows} == {desk.practitioner, omar}
        spans = {(row.begins_at, row.ends_at) for row in group_rows}
        assert len(spans) == 1
        listed = await look(clinic.reception, read_group, group_id=group)
        assert [name for _, name, *_ in listed.assistants or ()] == ["Omar Diaz"]
        (visit,) = await perform(clinic.owner, cancel_group, group_id=group, reason="Ill")
        await perform(clinic.reception, step_back, appointment_id=visit)  # with whom it had
        back = await look(clinic.reception, get_appointment, appointment_id=visit)
        assert [one.name for one in back.assistants] == ["Omar Diaz"]


async def test_who_leaves_alone_takes_them_along_and_who_leaves_others_does_not(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic, asks=0)
        first = await visit_of(desk, assistants=(nina,))
        second = await visit_of(desk)
        asked: dict[str, Any] = {"version": None, "appointment_id": first.appointment_id}
        await perform(clinic.reception, reschedule_appointment, **asked, start=monday(14))
        assert await people_taken(clinic) == sorted([desk.practitioner, nina, desk.practitioner])
        asked |= {"appointment_id": second.appointment_id}
        await perform(clinic.reception, reschedule_appointment, **asked, start=monday(15))
        sheet = await look(clinic.reception, get_appointment, appointment_id=second.appointment_id)
        assert [one.name for one in sheet.assistants] == ["Nina Park"]
        assert await people_taken(clinic) == sorted([desk.practitioner, nina, desk.practitioner])


async def test_everybody_who_asks_reads_it(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic)
        visits = {(await visit_of(desk)).appointment_id for _ in range(2)}
        actor = clinic.owner
        listed = await look(actor, list_appointments, wanted=VisitFilter(practitioner=nina))
        assert {one.id for one in listed.visits} == visits
        assert {name for one in listed.visits for _, name, *_ in one.assistants or ()} == {
            "Nina Park"
        }
        calendar = await look(actor, load_calendar, first_day=MONDAY)
        assert {one.assistant_ids for one in calendar.visits} == {(str(nina),)}
        queue = await look(actor, load_queue)
        assert {one.assistants for one in queue.visits} == {((str(nina), "Nina Park"),)}
        (day,) = await look(
            actor, load_month, first_day=MONDAY, days=1, without=[desk.practitioner]
        )
        assert (day.count, day.first[0].assists) == (2, True)
        today = await look(actor, load_today)
        assert {one.detail for one in today.coming} == {"Check-up · Dr. Lin Zhao with Nina Park"}

        async def fed() -> list[bool]:
            owner = FeedOwner(nina, "Nina Park")
            found = await look(actor, list_feed_visits, owner=owner, clinic="", full_names=False)
            return [one.cancelled for one in found]

        assert await fed() == [False, False]
        await staff(desk, await group_of(desk), ())
        assert await fed() == [True, True]  # told that it is theirs no more


async def test_who_falls_ill_is_replaced_once_for_all_and_undone(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk, nina = await open_class(clinic)
        await visit_of(desk, assistants=(nina,))
        for _ in range(2):
            await visit_of(desk)
        group = await group_of(desk)
        omar = await hire(clinic, "Omar Diaz")
        off: dict[str, Any] = {"practitioner_id": nina, "starts": monday(9), "ends": monday(17)}
        await perform(clinic.owner, add_time_off, **off)
        (hit,) = await look(clinic.owner, list_visits_to_move)
        assert (hit.assists, hit.patient) == (True, "Sofia Marín and 2 others")
        missing = Missing(parse_id(AppointmentId, hit.id), nina)
        (moved,) = await move_all_to_others(clinic.owner, missing=[missing])
        assert (moved.to, moved.why_not) == ("Omar Diaz", "")
        assert await people_taken(clinic) == sorted([desk.practitioner, omar])
        assert not await look(clinic.owner, list_visits_to_move)
        (before,) = stood_before([moved])
        await perform(clinic.owner, stand_again, before=before)
        assert names(await sheet_of(desk, group)) == ["Nina Park"]
        assert [one.id for one in await look(clinic.owner, list_visits_to_move)] == [hit.id]


async def test_fifty_want_the_same_two_assistants(clinic: Clinic) -> None:
    """For the sessions of ten at one time: each is had once, and nobody sits down without."""
    with frozen(MORNING):
        desk, nina = await open_class(clinic, asks=0)
        helpers = {"Nina Park": nina, "Omar Diaz": await hire(clinic, "Omar Diaz")}
        givers = [await hire(clinic, f"Dr. {n}", hours=()) for n in range(10)]
        classes = [
            await offer(clinic, giver, name=f"Class {giver}", needs_room=False) for giver in givers
        ]
        async with transaction(organization=clinic.organization_id) as session:
            await session.execute(text("UPDATE service SET seats = 3"))
        asked: dict[str, Any] = {"actor": clinic.owner, "outside_hours": True}
        deeds = [
            visit_of(desk, service_id=service, note=name, assistants=(helpers[name],), **asked)
            for service in classes
            for name in [*helpers, *helpers, "Nina Park"]
        ]
        won, refused = await race(*deeds)
        assert {type(one) for one in refused} <= {SlotTaken, NotOffered}
        sheets = [
            await look(clinic.owner, get_appointment, appointment_id=one.appointment_id)
            for one in won
        ]
        assert [one.note for one in sheets] == [one.assistants[0].name for one in sheets]
        people = await people_taken(clinic)
        assert len(people) == len({*people})  # each once, and nobody for a session of nobody
        assert {*people} - {one.practitioner_id for one in won} <= {*helpers.values()}
