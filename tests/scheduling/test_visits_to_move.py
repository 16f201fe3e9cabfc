"""Moving what an absence hits: to somebody else at the same time, or to another time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ChangedMeanwhile, NotAllowed, NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.free_times.slot_rows import Booked
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
from clinic_app.scheduling.to_move.move_choices import move_choices
from clinic_app.scheduling.to_move.take_choice import take_choice
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.stand_again import stand_again
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


async def test_all_who_come_to_a_group_are_among_them(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        coming = {str((await visit_of(desk)).appointment_id) for _ in range(2)}
        (taking,) = await taken(clinic)
        assert taking.practitioner_id is not None
        who = PractitionerId(taking.practitioner_id)
        ends = monday(0) + timedelta(days=1)
        await perform(clinic.owner, add_time_off, practitioner_id=who, starts=monday(0), ends=ends)
        found = await look(clinic.reception, list_visits_to_move)
        assert {visit.id for visit in found} == coming


async def test_who_is_due_stays_on_the_list_until_the_visit_would_be_over(clinic: Clinic) -> None:
    with frozen(MORNING):
        (visit,) = await fall_ill(clinic, 9)
    late = visit.start + timedelta(minutes=20)
    with frozen(late):
        (found,) = await look(clinic.reception, list_visits_to_move)
        assert found.id == str(visit.appointment_id)
        choices = await look(clinic.reception, move_choices, appointment_id=visit.appointment_id)
        assert all(one.start > late for one in (*choices.others, *choices.nearest))
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
        assert [(visit.id, visit.waits[-5:], visit.why) for visit in found] == [
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
        before = await take_choice(
            *(actor, choices.nearest[0]),
            **one,
            version=choices.version,
            gone=desk.practitioner,
        )
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
        assert [one and one.practitioner for one in found] == ["Dr. 0", None, "Dr. 0", None]
        assert await look(other_clinic.reception, find_others, missing=asked) == (None,) * 3
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


async def test_what_a_new_week_left_without_hours_is_listed_again_after_undo(
    clinic: Clinic,
) -> None:
    """Of a group as well: two who come go to one, and come back to one session."""
    with frozen(MORNING):
        desk = await give_by_two(clinic, seats=3)
        seats = [await visit_of(desk, practitioner_id=desk.practitioner) for _ in range(2)]
    with frozen(MORNING + timedelta(minutes=1)):
        await perform(
            clinic.owner,
            set_working_hours,
            practitioner_id=desk.practitioner,
            valid_from=monday(0).date(),
            spans=(),
        )
        listed = {visit.id for visit in await look(clinic.reception, list_visits_to_move)}
        assert listed == {str(one.appointment_id) for one in seats}
        missing = [Missing(one.appointment_id, one.practitioner_id) for one in seats]
        found = await look(clinic.reception, find_others, missing=[one[:2] for one in missing])
        assert [one and one.practitioner for one in found] == ["Nina Park"] * 2
    with frozen(MORNING + timedelta(minutes=2)):
        moved = await move_all_to_others(clinic.reception, missing=missing)
        assert await look(clinic.reception, list_visits_to_move) == ()
        for one in reversed(stood_before(moved)):
            await perform(clinic.reception, stand_again, before=one)
        again = {visit.id for visit in await look(clinic.reception, list_visits_to_move)}
        assert again == listed
        (row,) = await taken(clinic)
        assert row.practitioner_id == desk.practitioner


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
