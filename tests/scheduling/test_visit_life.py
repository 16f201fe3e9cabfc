"""A visit's states: who may step, which steps there are, and two clicks that make one."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Concatenate

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.audit.tables import AuditEntry
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import (
    ChangedMeanwhile,
    ClinicError,
    Conflict,
    NotAllowed,
    NotFound,
)
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent, Reservation
from clinic_app.scheduling.errors import IllegalMove, ReasonMissing
from clinic_app.scheduling.states import LEGAL_MOVES, RELEASED, Status
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.complete_visit import complete_visit
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.visit.correct_no_show import correct_no_show
from clinic_app.scheduling.visit.edit_note import edit_note
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from clinic_app.scheduling.visit.start_visit import start_visit
from clinic_app.scheduling.visit.visit_rows import VisitSheet
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MORNING,
    Desk,
    add_room,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
    some_id,
)

NOON = datetime(2027, 3, 1, 17, tzinfo=UTC)  # the visits of the stories are at ten

Verb = Callable[Concatenate[AsyncSession, Actor, ...], Awaitable[None]]

STEPS: dict[Status, Verb] = {
    Status.CONFIRMED: confirm_appointment,
    Status.CHECKED_IN: check_in,
    Status.IN_VISIT: start_visit,
    Status.COMPLETED: complete_visit,
    Status.CANCELLED: cancel_appointment,
    Status.NO_SHOW: mark_no_show,
}
WAY_TO: dict[Status, tuple[Status, ...]] = {
    Status.BOOKED: (),
    Status.CONFIRMED: (Status.CONFIRMED,),
    Status.CHECKED_IN: (Status.CHECKED_IN,),
    Status.IN_VISIT: (Status.CHECKED_IN, Status.IN_VISIT),
    Status.COMPLETED: (Status.CHECKED_IN, Status.IN_VISIT, Status.COMPLETED),
    Status.CANCELLED: (Status.CANCELLED,),
    Status.NO_SHOW: (Status.NO_SHOW,),
}


async def booked(clinic: Clinic, *, hour: int = 10) -> tuple[Desk, AppointmentId]:
    """Book a visit on Monday."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        visit = await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=desk.service,
            start=monday(hour),
        )
    return desk, visit.appointment_id


async def step(actor: Actor, visit: AppointmentId, to: Status, **more: Any) -> None:  # noqa: ANN401  # as the verbs take them
    """Take one step, each a second after the one before."""
    if to == Status.CANCELLED:
        more.setdefault("reason", "The patient is ill")
    with frozen(NOON + timedelta(seconds=next(_seconds))):
        await perform(actor, STEPS[to], appointment_id=visit, **more)


_seconds = count()


async def sheet_of(clinic: Clinic, visit: AppointmentId) -> VisitSheet:
    """Return the visit as reception sees it at noon."""
    with frozen(NOON):
        return await look(clinic.reception, get_appointment, appointment_id=visit)


async def live(clinic: Clinic) -> int:
    """Count the live reservations."""
    async with transaction(organization=clinic.organization_id) as session:
        counted = select(func.count()).where(col(Reservation.released_at).is_(None))
        return (await session.execute(counted)).scalar_one()


@pytest.mark.parametrize("to", STEPS)
async def test_another_clinics_visit_looks_missing(
    clinic: Clinic, other_clinic: Clinic, to: Status
) -> None:
    _, visit = await booked(clinic)
    for wrong in (visit, AppointmentId(some_id())):
        with pytest.raises(NotFound, match=r"^The visit could not be found\.$"):
            await step(other_clinic.owner, wrong, to)
    assert (await sheet_of(clinic, visit)).status == Status.BOOKED


@pytest.mark.parametrize(
    ("role", "to"),
    [
        *((role, to) for role in (Role.PHARMACY, Role.LAB) for to in STEPS),
        (Role.NURSE, Status.CANCELLED),  # as a member, without deletion
    ],
)
async def test_who_may_not(clinic: Clinic, role: Role, to: Status) -> None:
    _, visit = await booked(clinic)
    with pytest.raises(NotAllowed):
        await step(clinic.team[role], visit, to)


@pytest.mark.parametrize("state", Status)
async def test_the_table_of_legal_moves_is_the_law(clinic: Clinic, state: Status) -> None:
    """From each state to each: what the table allows works, all else is refused in words."""
    desk = await furnish(clinic)
    for half_hour, to in enumerate(STEPS):
        with frozen(MORNING):
            made = await book(
                clinic.reception,
                patient_id=desk.patient,
                service_id=desk.service,
                practitioner_id=desk.practitioner,
                start=monday(9) + half_hour * timedelta(minutes=30),
            )
        visit = made.appointment_id
        for move in WAY_TO[state]:
            await step(clinic.reception, visit, move)
        correction = state == Status.NO_SHOW and to == Status.CHECKED_IN
        if to in LEGAL_MOVES[state] and not correction:
            await step(clinic.reception, visit, to)
            assert (await sheet_of(clinic, visit)).status == to
        else:
            with pytest.raises(IllegalMove, match="marked"):
                await step(clinic.reception, visit, to)
            assert (await sheet_of(clinic, visit)).status == state


async def test_each_step_is_a_row_with_who_and_when(clinic: Clinic) -> None:
    _, visit = await booked(clinic)
    await step(clinic.reception, visit, Status.CONFIRMED)
    await step(clinic.reception, visit, Status.CHECKED_IN)
    await step(clinic.doctor, visit, Status.IN_VISIT)
    await step(clinic.doctor, visit, Status.COMPLETED)
    sheet = await sheet_of(clinic, visit)
    assert [(line.who, line.what) for line in reversed(sheet.history)] == [
        ("Emily Rodriguez", "Booked for Mon 1 Mar, 10:00 with Dr. Lin Zhao"),
        ("Emily Rodriguez", "Marked “Confirmed”"),
        ("Emily Rodriguez", "Marked “Arrived”"),
        ("Omar Hassan", "Marked “In visit”"),
        ("Omar Hassan", "Marked “Done”"),
    ]
    assert sheet.version == 5
    assert sheet.moves == ()
    async with transaction(organization=clinic.organization_id) as session:
        entries = await session.execute(select(AuditEntry).order_by(col(AuditEntry.seq)))
        tags = [entry.tag for entry in entries.scalars()]
    assert tags == ["appointment:book", *["appointment:status"] * 4]


async def test_a_cancellation_says_why_and_frees_the_time(clinic: Clinic) -> None:
    desk, visit = await booked(clinic)
    for empty in ("", "  \n "):
        with pytest.raises(ReasonMissing) as refusal:
            await step(clinic.reception, visit, Status.CANCELLED, reason=empty)
        assert refusal.value.field == "reason"
    assert await live(clinic) == 3
    await step(clinic.reception, visit, Status.CANCELLED, reason="The patient is ill")
    assert await live(clinic) == 0
    assert (await sheet_of(clinic, visit)).history[0].why == "The patient is ill"
    with frozen(MORNING):
        await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(10)
        )


async def test_nobody_misses_a_visit_before_it_begins(clinic: Clinic) -> None:
    _, visit = await booked(clinic, hour=14)
    with pytest.raises(IllegalMove, match="has not begun"):
        await step(clinic.reception, visit, Status.NO_SHOW)
    assert Status.NO_SHOW not in (await sheet_of(clinic, visit)).moves


async def test_a_stale_page_is_told(clinic: Clinic) -> None:
    _, visit = await booked(clinic)
    await step(clinic.reception, visit, Status.CONFIRMED, version=1)
    with pytest.raises(ChangedMeanwhile):
        await step(clinic.reception, visit, Status.CANCELLED, version=1)
    with pytest.raises(IllegalMove, match="already marked “Confirmed”"):
        await step(clinic.reception, visit, Status.CONFIRMED, version=1)


@pytest.mark.parametrize("version", [1, None])
async def test_a_double_click_and_two_tabs_make_one_row(
    clinic: Clinic, version: int | None
) -> None:
    _, visit = await booked(clinic)
    answers = await asyncio.gather(
        *(step(clinic.reception, visit, Status.CONFIRMED, version=version) for _ in range(10)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if answer is not None]
    assert len(refused) == 9
    assert all(isinstance(answer, IllegalMove) for answer in refused)
    async with transaction(organization=clinic.organization_id) as session:
        steps = select(func.count()).where(col(AppointmentEvent.kind) == "status")
        assert (await session.execute(steps)).scalar_one() == 1
        audited = select(func.count()).where(col(AuditEntry.tag) == "appointment:status")
        assert (await session.execute(audited)).scalar_one() == 1


async def test_cancel_and_check_in_at_once_leave_one_truth(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    for hour in (9, 10, 11, 13):
        with frozen(MORNING):
            made = await book(
                clinic.reception,
                patient_id=desk.patient,
                service_id=desk.service,
                practitioner_id=desk.practitioner,
                start=monday(hour),
            )
        visit = made.appointment_id
        answers = await asyncio.gather(
            step(clinic.reception, visit, Status.CANCELLED),
            step(clinic.doctor, visit, Status.CHECKED_IN),
            return_exceptions=True,
        )
        assert sum(isinstance(answer, ClinicError) for answer in answers) == 1
        status = Status((await sheet_of(clinic, visit)).status)
        async with transaction(organization=clinic.organization_id) as session:
            rows = select(func.count()).where(
                col(Reservation.appointment_id) == visit, col(Reservation.released_at).is_(None)
            )
            taken = (await session.execute(rows)).scalar_one()
        assert taken == (0 if status in RELEASED else 3)


async def test_a_no_show_who_comes_after_all_gets_the_time_back(clinic: Clinic) -> None:
    _, visit = await booked(clinic)
    await step(clinic.reception, visit, Status.NO_SHOW)
    assert await live(clinic) == 0
    with pytest.raises(IllegalMove, match="Correct that"):
        await step(clinic.reception, visit, Status.CHECKED_IN)
    with frozen(NOON):
        await perform(clinic.reception, correct_no_show, appointment_id=visit)
    assert (await sheet_of(clinic, visit)).status == Status.CHECKED_IN
    assert await live(clinic) == 3
    with frozen(NOON), pytest.raises(IllegalMove):
        await perform(clinic.reception, correct_no_show, appointment_id=visit)


async def test_a_no_show_whose_time_was_given_away(clinic: Clinic) -> None:
    with frozen(MORNING):
        doctor = await hire(clinic)
        await add_room(clinic)
        service = await offer(clinic, doctor, minutes=60)
        first = await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=service,
            start=monday(11),
        )
    with frozen(NOON - timedelta(minutes=58)):  # 11:02: nobody came, somebody walks in
        await perform(clinic.reception, mark_no_show, appointment_id=first.appointment_id)
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=service,
            start=monday(11, 5),
            outside_hours=True,
        )
        with pytest.raises(Conflict, match="has been given away"):
            await perform(clinic.reception, correct_no_show, appointment_id=first.appointment_id)
    assert (await sheet_of(clinic, first.appointment_id)).status == Status.NO_SHOW
    assert await live(clinic) == 3


async def test_the_desk_note(clinic: Clinic, other_clinic: Clinic) -> None:
    _, visit = await booked(clinic)
    with pytest.raises(NotFound):
        await perform(other_clinic.owner, edit_note, appointment_id=visit, version=1, note="Hello")
    with pytest.raises(NotAllowed):
        await perform(
            clinic.team[Role.LAB], edit_note, appointment_id=visit, version=1, note="Hello"
        )
    with frozen(NOON):
        await perform(
            clinic.reception, edit_note, appointment_id=visit, version=1, note="Wheelchair"
        )
        with pytest.raises(ChangedMeanwhile):
            await perform(clinic.doctor, edit_note, appointment_id=visit, version=1, note="Other")
        await perform(clinic.doctor, edit_note, appointment_id=visit, version=2, note="Wheelchair ")
    sheet = await sheet_of(clinic, visit)
    assert (sheet.note, sheet.version) == ("Wheelchair", 2)
    assert sheet.history[0].what == "Note changed"


async def test_the_sheet_offers_what_the_role_may(clinic: Clinic, other_clinic: Clinic) -> None:
    _, visit = await booked(clinic)
    with pytest.raises(NotFound):
        await look(other_clinic.owner, get_appointment, appointment_id=visit)
    with frozen(MORNING):
        offered = {
            role: (await look(clinic.team[role], get_appointment, appointment_id=visit))
            for role in (Role.RECEPTION, Role.NURSE, Role.LAB)
        }
    assert offered[Role.RECEPTION].moves == ("confirmed", "checked_in", "cancelled")
    assert offered[Role.NURSE].moves == ("confirmed", "checked_in")
    assert offered[Role.LAB].moves == ()
    assert (offered[Role.LAB].may_move, offered[Role.LAB].may_edit) == (False, False)
    assert offered[Role.RECEPTION].may_move
    begun = await sheet_of(clinic, visit)  # there is nothing to confirm any more
    assert begun.moves == ("checked_in", "cancelled", "no_show")


async def test_nobody_is_checked_in_before_the_day(clinic: Clinic) -> None:
    """The clinic's day: midnight in New York is five in the morning elsewhere."""
    _, visit = await booked(clinic)
    midnight = datetime(2027, 3, 1, 5, tzinfo=UTC)
    with frozen(midnight - timedelta(minutes=1)):
        sheet = await look(clinic.reception, get_appointment, appointment_id=visit)
        assert sheet.moves == ("confirmed", "cancelled")
        with pytest.raises(IllegalMove, match="is on Monday 1 March 2027"):
            await perform(clinic.reception, check_in, appointment_id=visit)
    with frozen(midnight):
        sheet = await look(clinic.reception, get_appointment, appointment_id=visit)
        assert "checked_in" in sheet.moves
        await perform(clinic.reception, check_in, appointment_id=visit)
        with pytest.raises(IllegalMove, match="already marked"):
            await perform(clinic.reception, check_in, appointment_id=visit)


async def test_a_state_by_hand_that_is_none_is_refused(clinic: Clinic) -> None:
    _, visit = await booked(clinic)
    async with transaction(organization=clinic.organization_id) as session:
        row = await session.get_one(Appointment, (clinic.organization_id, visit))
        row.status = "vanished"
        with pytest.raises(IntegrityError, match="appointment_status"):
            await session.flush()
        await session.rollback()
