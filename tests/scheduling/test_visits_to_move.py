"""Moving what an absence hits: to somebody else at the same time, or to another time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId, parse_id
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.errors import IllegalMove, NotWorking
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.hours.add_time_off import add_time_off
from clinic_app.scheduling.hours.set_working_hours import set_working_hours
from clinic_app.scheduling.to_move.find_others import NOBODY, find_others
from clinic_app.scheduling.to_move.keep_misplaced import keep_misplaced
from clinic_app.scheduling.to_move.list_visits_to_move import list_visits_to_move
from clinic_app.scheduling.to_move.misplaced_sql import VISITS_SET_ACROSS
from clinic_app.scheduling.to_move.move_all_to_others import (
    Missing,
    move_all_to_others,
    stood_before,
)
from clinic_app.scheduling.to_move.move_choices import MoveChoice, move_choices
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.stand_again import stand_again
from clinic_app.scheduling.visit.start_visit import start_visit
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MORNING,
    add_room,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
)
from tests.scheduling.test_group_sessions import group_of
from tests.scheduling.test_groups_and_overbooking import give_by_two, set_up, taken, visit_of


async def fall_ill(clinic: Clinic, *hours: int, rivals: int = 1) -> list[Booked]:
    """Book Dr. Zhao at some hours of Monday, then let them be away the whole day."""
    zhao = await hire(clinic)
    others = [await hire(clinic, f"Dr. {number}") for number in range(rivals)]
    for number in range(rivals + 1):
        await add_room(clinic, f"Room {number}")
    service = await offer(clinic, zhao, *others, minutes=60)
    visits = [
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=service,
            practitioner_id=zhao,
            start=monday(hour),
        )
        for hour in hours
    ]
    if rivals:
        await book(  # the first rival is busy at ten
            clinic.reception,
            patient_id=await register(clinic),
            service_id=service,
            practitioner_id=others[0],
            start=monday(10),
        )
    await perform(
        clinic.owner,
        add_time_off,
        practitioner_id=zhao,
        starts=monday(0),
        ends=monday(0) + timedelta(days=1),
    )
    return visits


async def test_strangers_and_who_may_not_book_move_nothing(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        (visit,) = await fall_ill(clinic, 9)
        asked: dict[str, Any] = {"appointment_id": visit.appointment_id}
        with pytest.raises(NotFound):
            await look(other_clinic.owner, move_choices, **asked)
        with pytest.raises(NotFound):
            await perform(other_clinic.owner, keep_misplaced, **asked, version=None)
        with pytest.raises(NotAllowed):
            await perform(clinic.team[Role.LAB], keep_misplaced, **asked, version=None)
        with pytest.raises(NotAllowed):
            await move_all_to_others(clinic.team[Role.LAB], missing=[])
        (moved,) = await move_all_to_others(
            other_clinic.owner, missing=[Missing(visit.appointment_id, visit.practitioner_id)]
        )
        assert (moved.to, moved.why_not) == ("", "The visit could not be found.")


async def test_who_is_due_stays_on_the_list_until_the_visit_would_be_over(clinic: Clinic) -> None:
    with frozen(MORNING):
        (visit,) = await fall_ill(clinic, 9)
    late = visit.start + timedelta(minutes=20)
    with frozen(late):
        (found,) = await look(clinic.reception, list_visits_to_move)
        assert found.id == str(visit.appointment_id)
        choices = await look(clinic.reception, move_choices, appointment_id=visit.appointment_id)
        assert [(one.practitioner, one.start) for one in choices.others] == [("Dr. 0", visit.start)]
        assert all(one.start > late for one in choices.nearest)
    with frozen(visit.start + timedelta(hours=1)):
        assert await look(clinic.reception, list_visits_to_move) == ()


async def test_who_waits_for_somebody_who_has_gone_comes_first_and_goes_to_another_that_day(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        abel, actor = await hire(clinic, "Dr. Ruth Abel"), clinic.reception
        await add_room(clinic, "Room 2")
        both = await offer(clinic, desk.practitioner, abel, name="Physical")
        asked: dict[str, Any] = {"service_id": both, "practitioner_id": desk.practitioner}
        here, later = [
            await book(actor, patient_id=await register(clinic), start=monday(hour), **asked)
            for hour in (9, 11)
        ]
    one: dict[str, Any] = {"appointment_id": here.appointment_id}
    with frozen(here.start - timedelta(minutes=10)):
        await perform(actor, check_in, **one)
    with frozen(here.start + timedelta(minutes=40)):  # the visit should be over by now
        off: dict[str, Any] = {"starts": monday(9) + timedelta(minutes=35), "ends": monday(18)}
        added = await perform(clinic.owner, add_time_off, practitioner_id=desk.practitioner, **off)
        found = await look(actor, list_visits_to_move)
        assert added.hit == found
        assert [(visit.id, visit.since[-5:], visit.why) for visit in found] == [
            (str(here.appointment_id), "08:50", "Time off"),
            (str(later.appointment_id), "", "Time off"),
        ]
        choices = await look(actor, move_choices, **one)
        soonest = here.start + timedelta(minutes=45)
        assert choices.others == ()
        assert next((each.practitioner_id, each.start) for each in choices.nearest) == (
            abel,
            soonest,
        )
        goes: dict[str, Any] = one | {"version": choices.version, "practitioner_id": abel}
        with pytest.raises(IllegalMove, match="take their arrival back"):
            await perform(
                actor, reschedule_appointment, **goes, start=here.start + timedelta(days=1)
            )
        missing = [Missing(here.appointment_id, desk.practitioner)]
        (plan,) = await look(actor, find_others, missing=[missing[0][:2]])
        (moved,) = await move_all_to_others(actor, missing=missing)
        assert plan == moved.choice
        assert (moved.to, moved.choice and moved.choice.start) == ("Dr. Ruth Abel", soonest)
        (before,) = stood_before([moved])
        sheet = await look(actor, get_appointment, **one)
        assert (sheet.status, sheet.practitioner, sheet.ticket) == (
            *("checked_in", "Dr. Ruth Abel", "A-1"),
        )
        assert [visit.id for visit in await look(actor, list_visits_to_move)] == [found[1].id]
        await perform(actor, stand_again, before=before)  # at a time that has passed
        again = await look(actor, list_visits_to_move)
        assert [visit.id for visit in again] == [visit.id for visit in found]
        await perform(actor, keep_misplaced, **one, version=again[0].version)
        assert [visit.id for visit in await look(actor, list_visits_to_move)] == [found[1].id]
    with frozen(here.start + timedelta(days=1)):  # forgotten, not waiting
        assert await look(actor, list_visits_to_move) == ()


async def test_choices_are_others_and_the_nearest_of_ones_own_or_that_day(clinic: Clinic) -> None:
    with frozen(MORNING):
        (visit,) = await fall_ill(clinic, 9)
        found = await look(clinic.reception, move_choices, appointment_id=visit.appointment_id)
    assert [(one.practitioner, one.start) for one in found.others] == [("Dr. 0", visit.start)]
    day, quarter = timedelta(days=1), timedelta(minutes=15)
    assert [(one.practitioner, one.start - visit.start) for one in found.nearest] == [
        *(("Dr. 0", monday(hour) - monday(9)) for hour in (11, 13)),  # busy at ten, away at noon
        *(("Dr. Lin Zhao", day + quarter * n) for n in range(4)),
    ]


async def test_all_go_to_others_where_possible_and_the_rest_stay_listed(clinic: Clinic) -> None:
    with frozen(MORNING):
        visits = await fall_ill(clinic, 9, 10, 11)
        ids = [visit.appointment_id for visit in visits]
        missing = [Missing(one.appointment_id, one.practitioner_id) for one in visits]
        moved = await move_all_to_others(clinic.reception, missing=missing)
        assert [(one.to, one.why_not) for one in moved] == [
            ("Dr. 0", ""),
            ("", NOBODY),
            ("Dr. 0", ""),
        ]
        left = await look(clinic.reception, list_visits_to_move)
        assert [visit.id for visit in left] == [str(ids[1])]
        shown = await look(clinic.reception, load_calendar, first_day=monday(0).date())
        starts = {visit.id: visit.start[11:] for visit in shown.visits}
        assert [starts[str(one)] for one in ids] == ["09:00", "10:00", "11:00"]

        back = stood_before(moved)
        assert [one.appointment_id for one in back] == [ids[0], ids[2]]
        for one in back:
            await perform(clinic.reception, stand_again, before=one)
            with pytest.raises(ChangedMeanwhile):
                await perform(clinic.reception, stand_again, before=one)
        again = await look(clinic.reception, list_visits_to_move)
        assert [visit.id for visit in again] == [str(one) for one in ids]


async def test_who_could_take_them_is_told_before_and_nobody_twice_at_one_time(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        visits = await fall_ill(clinic, 9, 10, 11)
        asked = [(one.appointment_id, one.practitioner_id) for one in visits]
        twice = [*asked, asked[2]]
        found = await look(clinic.reception, find_others, missing=twice)
        told = [one if isinstance(one, str) else one.practitioner for one in found]
        assert told == ["Dr. 0", NOBODY, "Dr. 0", NOBODY]
        theirs = await look(other_clinic.reception, find_others, missing=asked)
        assert theirs == ("The visit could not be found.",) * 3
        with pytest.raises(NotAllowed):
            await look(clinic.team[Role.LAB], find_others, missing=asked)


async def test_one_that_another_lay_over_stands_below_it_again(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await give_by_two(clinic, overbook=1)
        zhao: dict[str, Any] = {"practitioner_id": desk.practitioner}
        visit = await visit_of(desk, **zhao)
        await visit_of(desk, overbook=True, **zhao)
        ends = monday(0) + timedelta(days=1)
        await perform(clinic.owner, add_time_off, starts=monday(0), ends=ends, **zhao)
        missing = [Missing(visit.appointment_id, desk.practitioner)]
        moved = await move_all_to_others(clinic.reception, missing=missing)
        (before,) = stood_before(moved)
        await perform(clinic.reception, stand_again, before=before)
        rows = [(row.practitioner_id, row.lane) for row in await taken(clinic)]
        assert sorted(rows) == [(desk.practitioner, 0), (desk.practitioner, 1)]


async def test_a_session_without_its_giver_is_one_and_moves_as_one(clinic: Clinic) -> None:
    """What a new week left without hours is listed again after Undo."""
    with frozen(MORNING):
        desk = await give_by_two(clinic, seats=3)
        actor = clinic.reception
        zhao: dict[str, Any] = {"practitioner_id": desk.practitioner}
        seats = [(await visit_of(desk, **zhao)).appointment_id for _ in range(2)]
        group = await group_of(desk)
    with frozen(MORNING + timedelta(minutes=1)):
        week: dict[str, Any] = {"valid_from": monday(0).date(), "spans": ()}
        hit = await perform(clinic.owner, set_working_hours, **zhao, **week)
        (listed,) = await look(actor, list_visits_to_move)
        assert hit == (listed,)
        assert (listed.comes, listed.patient) == (2, "Sofia Marín and 1 other")
        missing = [Missing(parse_id(AppointmentId, listed.id), desk.practitioner)]
        (plan,) = await look(actor, find_others, missing=[missing[0][:2]])
        assert isinstance(plan, MoveChoice)
        assert (plan.practitioner, plan.later) == ("Nina Park", False)
    with frozen(MORNING + timedelta(minutes=2)):
        moved = await move_all_to_others(actor, missing=missing)
        assert await look(actor, list_visits_to_move) == ()
        sheet = await look(actor, get_group, group_id=group)
        assert (sheet.practitioner, sheet.taken) == ("Nina Park", 2)
        (before,) = stood_before(moved)
        await perform(actor, stand_again, before=before)
        with pytest.raises(ChangedMeanwhile):
            await perform(actor, stand_again, before=before)
        (again,) = await look(actor, list_visits_to_move)
        assert (again.id, again.comes) == (listed.id, 2)
        (row,) = await taken(clinic)
        assert (row.practitioner_id, row.session_id) == (desk.practitioner, group)
    with frozen(MORNING + timedelta(minutes=3)):
        one: dict[str, Any] = {"appointment_id": missing[0].appointment_id}
        await perform(actor, keep_misplaced, **one, version=again.version)
        assert await look(actor, list_visits_to_move) == ()
        kept = [await look(actor, get_appointment, appointment_id=each) for each in seats]
        assert all(each.outside_hours for each in kept)


async def test_a_session_is_joined_by_those_who_know_that_it_lies_outside_hours(
    clinic: Clinic,
) -> None:
    """While its giver is away it takes nobody more; kept on purpose, who joins is marked too."""
    with frozen(MORNING):
        desk = await set_up(clinic, seats=4)
        first = await visit_of(desk)
        off: dict[str, Any] = {"starts": monday(9), "ends": monday(12)}
        await perform(clinic.owner, add_time_off, practitioner_id=desk.practitioner, **off)
    with frozen(MORNING + timedelta(minutes=1)):
        asked: dict[str, Any] = {"service_id": desk.service, "first_day": monday(0).date()}

        async def seats() -> set[int | None]:
            free = await look(clinic.reception, find_free_slots, **asked)
            return {slot.seats_left for slot in free if slot.start == first.start}

        assert await seats() == set()
        with pytest.raises(NotWorking):
            await visit_of(desk)
        assert (await visit_of(desk, outside_hours=True)).outside_hours
        assert len(await look(clinic.reception, list_visits_to_move)) == 1
        one: dict[str, Any] = {"appointment_id": first.appointment_id, "version": first.version}
        await perform(clinic.reception, keep_misplaced, **one)
        assert await seats() == {2}
        assert (await visit_of(desk)).outside_hours
        assert await look(clinic.reception, list_visits_to_move) == ()


async def test_who_is_seen_by_somebody_who_falls_ill_is_taken_over(clinic: Clinic) -> None:
    with frozen(MORNING):
        (visit,) = await fall_ill(clinic, 9)
        one: dict[str, Any] = {"appointment_id": visit.appointment_id}
        actor = clinic.reception
    with frozen(visit.start):
        await perform(actor, check_in, **one)
        await perform(actor, start_visit, **one)
    with frozen(visit.start + timedelta(minutes=20)):
        (listed,) = await look(actor, list_visits_to_move)
        assert (listed.inside, listed.since[-5:], listed.why) == (True, "09:00", "Time off")
        stays: dict[str, Any] = one | {"version": None, "start": monday(13)}
        with pytest.raises(IllegalMove, match="stays put"):
            await perform(actor, reschedule_appointment, **stays)
        missing = [Missing(visit.appointment_id, visit.practitioner_id)]
        (moved,) = await move_all_to_others(actor, missing=missing)
        assert (moved.to, moved.choice and moved.choice.later) == ("Dr. 0", False)
        sheet = await look(actor, get_appointment, **one)
        assert (sheet.status, sheet.practitioner) == ("checked_in", "Dr. 0")
        (before,) = stood_before([moved])
        await perform(actor, stand_again, before=before)
        (again,) = await look(actor, list_visits_to_move)
        assert (again.inside, again.since) == (True, listed.since)
        await perform(actor, keep_misplaced, **one, version=again.version)
        assert await look(actor, list_visits_to_move) == ()


async def test_who_stays_on_purpose_is_asked_about_no_more(clinic: Clinic) -> None:
    with frozen(MORNING):
        (visit,) = await fall_ill(clinic, 9, rivals=0)
    with frozen(MORNING + timedelta(minutes=1)):
        kept: dict[str, Any] = {"appointment_id": visit.appointment_id, "version": visit.version}
        await perform(clinic.reception, keep_misplaced, **kept)
        assert await look(clinic.reception, list_visits_to_move) == ()
        with pytest.raises(ChangedMeanwhile):
            await perform(clinic.reception, keep_misplaced, **kept)


async def test_the_list_seeks_visits_by_their_time(clinic: Clinic) -> None:
    """The bounds are known before any visit is read, so that an index can use them."""
    values = {
        "organization": clinic.organization_id,
        "zone": clinic.time_zone,
        "now": MORNING,
        "today": MORNING,
        "since": MORNING,
        "first_day": MORNING.date(),
        "last_day": MORNING.date(),
        "begin": MORNING,
        "end": MORNING + timedelta(days=1),
        "most": 10,
    }
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = await session.execute(text(f"EXPLAIN {VISITS_SET_ACROSS.text}"), values)
        lines = [line for (line,) in plan]
    sought = next(line for line in lines if "a.starts_at" in line or "(starts_at > x" in line)
    assert "Index Cond" in sought
    met = next(line for line in lines if "begins_at > x" in line)
    assert "begins_at > x.after" in met  # a bound known beforehand, not a leaky function's
