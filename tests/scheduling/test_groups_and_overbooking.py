"""Several patients at one time: seats of a group, and visits over another on purpose."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from clinic_app.access.actor import Kind
from clinic_app.access.outsiders import PATIENT_SCOPES, outsider
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError, Conflict, NotAllowed
from clinic_app.scheduling.appointment_tables import Appointment, Reservation
from clinic_app.scheduling.errors import PatientBusy, SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.set_up.archive_practitioner import archive_practitioner
from clinic_app.scheduling.tables import Service, ServicePractitioner
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.put_back import put_back
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.step_back import step_back
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
    register,
)


async def set_up(clinic: Clinic, *, seats: int = 1, overbook: int = 0) -> Desk:
    """Furnish a clinic whose one service has seats, or may be overbooked."""
    desk = await furnish(clinic)
    await allow(desk, overbook, seats=seats)
    return desk


async def allow(desk: Desk, overbook: int, *, seats: int = 1) -> None:
    """Let the service be overbooked so often from now on."""
    home = desk.clinic.organization_id
    async with transaction(organization=home) as session:
        service = await session.get_one(Service, (home, desk.service))
        service.seats, service.overbook = seats, overbook


async def give_by_two(clinic: Clinic, *, seats: int = 1, overbook: int = 0) -> Desk:
    """Furnish a clinic whose one service Nina Park could give as well, and in another room."""
    desk = await set_up(clinic, seats=seats, overbook=overbook)
    nina = await hire(clinic, "Nina Park")
    await add_room(clinic, "Room 2", position=1)
    gives = ServicePractitioner(
        organization_id=clinic.organization_id, service_id=desk.service, practitioner_id=nina
    )
    async with transaction(organization=clinic.organization_id) as session:
        session.add(gives)
    return desk


async def visit_of(desk: Desk, hour: int = 10, **asked: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    """Book somebody new on Monday."""
    patient = asked.pop("patient_id", None) or await register(desk.clinic)
    actor = asked.pop("actor", desk.clinic.reception)
    wanted = {"service_id": desk.service, "start": monday(hour), **asked}
    return await book(actor, patient_id=patient, **wanted)


async def taken(clinic: Clinic) -> list[Reservation]:
    """Return the practitioner's live reservations."""
    async with transaction(organization=clinic.organization_id) as session:
        query = select(Reservation).where(
            col(Reservation.released_at).is_(None), col(Reservation.practitioner_id).is_not(None)
        )
        return list((await session.execute(query)).scalars())


async def race(*deeds: Awaitable[Booked]) -> tuple[list[Booked], list[ClinicError]]:
    """Do all at once."""
    answers = await asyncio.gather(*deeds, return_exceptions=True)
    won = [each for each in answers if isinstance(each, Booked)]
    refused = [each for each in answers if isinstance(each, ClinicError)]
    assert len(won) + len(refused) == len(answers), answers
    return won, refused


async def test_overbooking_is_for_those_who_may_and_never_for_patients(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, overbook=1)
        await visit_of(desk)
        patient = outsider(
            Kind.PATIENT,
            clinic.organization_id,
            time_zone=clinic.time_zone,
            country="US",
            currency="USD",
            scopes=PATIENT_SCOPES,
        )
        for actor in (clinic.team[Role.LAB], patient):
            with pytest.raises(NotAllowed):
                await visit_of(desk, actor=actor, overbook=True)
        with pytest.raises(SlotTaken):
            await visit_of(desk)  # not on purpose
        second = await visit_of(desk, overbook=True)
        alone = await visit_of(desk, 14, overbook=True)
    async with transaction(organization=clinic.organization_id) as session:
        lanes = [
            (await session.get_one(Appointment, (clinic.organization_id, one.appointment_id))).lane
            for one in (second, alone)
        ]
        sheet = await look(clinic.reception, get_appointment, appointment_id=second.appointment_id)
    assert (lanes, sheet.marks) == ([1, 0], "Overbooked")


async def test_who_lay_under_or_over_another_comes_back_there_but_over_nobody_else(
    clinic: Clinic,
) -> None:
    """Whether the service may be overbooked still or not: both stood there."""
    with frozen(MORNING):
        desk = await set_up(clinic, overbook=1)
        pair = [await visit_of(desk), await visit_of(desk, overbook=True)]
        await allow(desk, 0)
        for one in (visit.appointment_id for visit in pair):
            asked: dict[str, Any] = {"appointment_id": one}
            await perform(clinic.reception, cancel_appointment, **asked, reason="A cold")
            await perform(clinic.reception, step_back, **asked)
            away: dict[str, Any] = {**asked, "scope": Scope.ONE, "start": monday(14)}
            moved = await perform(clinic.reception, move_series, **away)
            await perform(clinic.reception, put_back, visits=moved.stood)
        assert sorted(row.lane for row in await taken(clinic)) == [0, 1]
        first: dict[str, Any] = {"appointment_id": pair[0].appointment_id}
        await perform(clinic.reception, cancel_appointment, **first, reason="A cold")
        await allow(desk, 1)
        await visit_of(desk, overbook=True)
        with pytest.raises(Conflict, match=r"given away: Dr\. Lin Zhao has another visit"):
            await perform(clinic.reception, step_back, **first)


async def test_who_is_booked_over_another_comes_to_the_room_where_the_practitioner_is(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await give_by_two(clinic, overbook=1)
        nina = await visit_of(desk)
        zhao = await visit_of(desk)
        over = [
            await visit_of(desk, practitioner_id=below.practitioner_id, overbook=True)
            for below in (zhao, nina)
        ]
    assert nina.room_id != zhao.room_id
    assert [one.room_id for one in over] == [zhao.room_id, nina.room_id]


async def test_fifty_overbook_one_time_and_as_many_win_as_the_service_allows(
    clinic: Clinic,
) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, overbook=2)
        patients = [await register(clinic) for _ in range(50)]
        won, refused = await race(
            *(visit_of(desk, patient_id=each, overbook=True) for each in patients)
        )
    assert (len(won), {type(each) for each in refused}) == (3, {SlotTaken})
    assert sorted(row.lane for row in await taken(clinic)) == [0, 1, 2]


async def test_a_group_shares_one_practitioner_and_the_seats_are_told(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await set_up(clinic, seats=3)
        first, second = await visit_of(desk), await visit_of(desk)
        (row,) = await taken(clinic)
        assert (row.appointment_id, row.session_id is not None) == (None, True)
        asked: dict[str, Any] = {"service_id": desk.service, "first_day": MONDAY}

        async def seats() -> dict[str, int | None]:
            found = await look(clinic.reception, find_free_slots, **asked)
            return {f"{slot.start:%H:%M}": slot.seats_left for slot in found}

        free = await seats()
        assert (free["15:00"], free["14:00"], "15:15" in free) == (1, 3, False)  # in UTC
        with pytest.raises(PatientBusy):
            await visit_of(desk, patient_id=await _patient_of(clinic, first))
        third = await visit_of(desk)
        assert "15:00" not in await seats()
        with pytest.raises(SlotTaken, match="every seat is taken"):
            await visit_of(desk)
        with pytest.raises(ClinicError):  # three visits are ahead
            await perform(clinic.owner, archive_practitioner, practitioner_id=desk.practitioner)
        # One leaves, one moves away, and the last takes the session with them.
        for visit in (first, second):
            await perform(
                clinic.reception,
                cancel_appointment,
                appointment_id=visit.appointment_id,
                reason="Ill",
            )
        await perform(
            clinic.reception,
            reschedule_appointment,
            appointment_id=third.appointment_id,
            version=None,
            start=monday(14),
        )
        assert [row.begins_at for row in await taken(clinic)] == [third.start.replace(hour=19)]
        assert (await seats())["15:00"] == 3


async def _patient_of(clinic: Clinic, visit: Booked) -> Any:  # noqa: ANN401  # an id
    async with transaction(organization=clinic.organization_id) as session:
        key = (clinic.organization_id, visit.appointment_id)
        return (await session.get_one(Appointment, key)).patient_id


@pytest.mark.parametrize("begun", [False, True])
async def test_fifty_want_the_seats_of_a_group(clinic: Clinic, begun: bool) -> None:
    """Also when all of them open the session at the same moment; the last seat has one winner."""
    with frozen(MORNING):
        desk = await set_up(clinic, seats=4)
        if begun:
            for _ in range(3):
                await visit_of(desk)
        patients = [await register(clinic) for _ in range(50)]
        won, refused = await race(*(visit_of(desk, patient_id=each) for each in patients))
    assert (len(won), {type(each) for each in refused}) == (1 if begun else 4, {SlotTaken})
    assert len(await taken(clinic)) == 1
