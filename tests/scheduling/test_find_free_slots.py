"""Free times: strangers first, then what a day offers and what takes from it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import Invalid, NotFound
from clinic_app.kit.ids import PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.people.tables import Organization
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_sql import SLOT_FACTS
from clinic_app.scheduling.tables import TimeOff
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Hours,
    add_device,
    add_room,
    book,
    counted,
    furnish,
    hire,
    monday,
    offer,
    register,
    some_id,
)

MORNING_ONLY: tuple[Hours, ...] = ((0, "work", time(9), time(11)),)


async def times(clinic: Clinic, service: ServiceId, **asked: Any) -> list[str]:  # noqa: ANN401  # as the query takes them
    """Return the free starts as wall times."""
    asked.setdefault("first_day", MONDAY)
    slots = await look(clinic.reception, find_free_slots, service_id=service, **asked)
    return [f"{to_wall(slot.start, clinic.time_zone):%H:%M}" for slot in slots]


async def test_another_clinics_service_and_practitioner_look_missing(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        for service in (theirs.service, ServiceId(some_id())):
            with pytest.raises(NotFound, match=r"^The service could not be found\.$"):
                await times(clinic, service)
        for practitioner in (theirs.practitioner, PractitionerId(some_id())):
            with pytest.raises(NotFound, match=r"^The practitioner could not be found\.$"):
                await times(clinic, desk.service, practitioner_id=practitioner)


async def test_the_other_clinics_visits_take_nothing_here(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        before = await times(clinic, desk.service)
        await book(
            other_clinic.reception,
            patient_id=theirs.patient,
            service_id=theirs.service,
            start=monday(15),  # 09:00 in New York
        )
        assert await times(clinic, desk.service) == before


async def test_a_day_less_its_break(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, minutes=60)
        found = await times(clinic, desk.service)
    assert found[:3] == ["09:00", "09:15", "09:30"]
    assert "11:00" in found  # ends as the break begins
    assert not {"11:15", "12:00", "12:45"} & set(found)
    assert (found[9], found[-1]) == ("13:00", "16:00")  # ends as the day does


async def test_the_step_is_the_clinics(clinic: Clinic) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        (await session.get_one(Organization, clinic.organization_id)).slot_minutes = 20
    with frozen(MORNING):
        doctor = await hire(clinic, hours=MORNING_ONLY)
        await add_room(clinic)
        service = await offer(clinic, doctor, minutes=45)
        assert await times(clinic, service) == ["09:00", "09:20", "09:40", "10:00"]


async def test_the_past_is_over(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    with frozen(datetime(2027, 3, 1, 15, 0, tzinfo=UTC)):
        assert (await times(clinic, desk.service))[0] == "10:00"
    with frozen(datetime(2027, 3, 1, 15, 0, 1, tzinfo=UTC)):
        assert (await times(clinic, desk.service))[0] == "10:15"
    with frozen(datetime(2027, 3, 2, 15, 0, tzinfo=UTC)):
        assert await times(clinic, desk.service) == []


async def test_visits_take_their_time_with_buffers_and_give_it_back(clinic: Clinic) -> None:
    with frozen(MORNING):
        doctor = await hire(clinic, hours=MORNING_ONLY)
        await add_room(clinic)
        service = await offer(clinic, doctor, minutes=15, before=5, after=10)
        visit = await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=service,
            start=monday(9, 45),
        )
        # 9:40 to 10:10 is taken; another needs 5 before and 10 after itself.
        assert await times(clinic, service) == ["09:00", "09:15", "10:15", "10:30", "10:45"]
        taken = await look(
            clinic.reception, find_free_slots, service_id=service, first_day=MONDAY, explain=True
        )
        assert {slot.taken for slot in taken} == {"", "taken by another visit until 10:10"}
        assert len(taken) == 8
        moving = await times(clinic, service, moving=visit.appointment_id)
        assert len(moving) == 8
        await perform(
            clinic.reception,
            cancel_appointment,
            appointment_id=visit.appointment_id,
            reason="Ill",
        )
        assert len(await times(clinic, service)) == 8


async def test_time_off_takes_the_visit_but_not_its_buffer(clinic: Clinic) -> None:
    with frozen(MORNING):
        doctor = await hire(clinic, hours=MORNING_ONLY)
        await add_room(clinic)
        service = await offer(clinic, doctor, minutes=15, before=5, after=10)
        async with transaction(organization=clinic.organization_id) as session:
            session.add(
                TimeOff(
                    organization_id=clinic.organization_id,
                    practitioner_id=doctor,
                    starts_at=datetime(2027, 3, 1, 14, 30, tzinfo=UTC),  # 9:30 to 10:30
                    ends_at=datetime(2027, 3, 1, 15, 30, tzinfo=UTC),
                )
            )
        assert await times(clinic, service) == ["09:00", "09:15", "10:30", "10:45"]


async def test_no_slot_without_a_room_or_a_device(clinic: Clinic) -> None:
    with frozen(MORNING):
        hassan = await hire(clinic, "Dr. Hassan", hours=MORNING_ONLY)
        zhao = await hire(clinic, "Dr. Zhao", hours=MORNING_ONLY)
        only, device = await add_room(clinic, "Lab"), await add_device(clinic)
        await add_room(clinic, "Elsewhere")
        in_lab = await offer(clinic, hassan, zhao, name="Biopsy", rooms=[only])
        scan = await offer(clinic, hassan, zhao, name="Scan", devices=[device])
        free = await times(clinic, in_lab, practitioner_id=zhao)
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=in_lab,
            practitioner_id=hassan,
            start=monday(9),
        )
        left = await times(clinic, in_lab, practitioner_id=zhao)
        assert set(free) - set(left) == {"09:00", "09:15"}
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=scan,
            practitioner_id=hassan,
            start=monday(10),
        )
        why = {
            slot.taken
            for slot in await look(
                clinic.reception,
                find_free_slots,
                service_id=scan,
                practitioner_id=zhao,
                first_day=MONDAY,
                explain=True,
            )
        }
    assert why == {"", "taken: Ultrasound 1 is in use until 10:30"}


async def test_two_half_free_rooms_are_not_one(clinic: Clinic) -> None:
    """Room 1 is busy at the beginning of the visit, Room 2 at its end."""
    with frozen(MORNING):
        one, two = await add_room(clinic, "Room 1"), await add_room(clinic, "Room 2")
        blockers = [await hire(clinic, name) for name in ("A", "B")]
        doctor = await hire(clinic, hours=MORNING_ONLY)
        service = await offer(clinic, doctor, minutes=60)
        short = await offer(clinic, *blockers, name="Short", minutes=30)
        for blocker, room, start in (
            (blockers[0], one, monday(9, 30)),
            (blockers[1], two, monday(10)),
        ):
            await book(
                clinic.reception,
                patient_id=await register(clinic),
                service_id=short,
                practitioner_id=blocker,
                room_id=room,
                start=start,
            )
        # 9:30 to 10:30 finds neither; 9:00 fits Room 2 until 10, 10:00 fits Room 1.
        assert await times(clinic, service) == ["09:00", "10:00"]


async def test_any_tells_who_is_free(clinic: Clinic) -> None:
    with frozen(MORNING):
        hassan = await hire(clinic, "Dr. Hassan", hours=MORNING_ONLY)
        zhao = await hire(clinic, "Dr. Zhao", hours=((0, "work", time(10), time(11)),))
        for number in range(2):
            await add_room(clinic, f"Room {number}")
        service = await offer(clinic, hassan, zhao)
        slots = await look(clinic.reception, find_free_slots, service_id=service, first_day=MONDAY)
    by_time = {f"{to_wall(one.start, clinic.time_zone):%H:%M}": one for one in slots}
    assert by_time["09:45"].practitioner_ids == (hassan,)
    assert set(by_time["10:00"].practitioner_ids) == {hassan, zhao}


async def test_what_somebody_else_could_give_is_not_called_taken(clinic: Clinic) -> None:
    """Their hours begin at other minutes, so their times are others."""
    with frozen(MORNING):
        zhao = await hire(clinic, hours=MORNING_ONLY)
        later = [(0, "work", time(9, 10), time(11))]
        service = await offer(clinic, zhao, await hire(clinic, "Dr. Hassan", hours=later))
        for n in range(2):
            await add_room(clinic, f"Room {n}")
        patient = await register(clinic)
        visit = await book(
            clinic.reception,
            **{"patient_id": patient, "service_id": service, "practitioner_id": zhao},
            start=monday(9),
        )
        asked: dict[str, Any] = {"service_id": service, "first_day": MONDAY, "explain": True}
        found = await look(clinic.reception, find_free_slots, **asked)
        why = {(one.start - visit.start) // timedelta(minutes=1): one.taken for one in found}
        assert (why[0], why[10]) == ("taken for everybody who gives this", "")
        assert 15 not in why


async def test_what_cannot_be_asked(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        other = await hire(clinic, "Dr. Other")
        for days in (0, -1, 32, 10**9):
            with pytest.raises(Invalid):
                await times(clinic, desk.service, days=days)
        for day in (date.min, date.max):
            with pytest.raises(Invalid):
                await times(clinic, desk.service, first_day=day)
        with pytest.raises(NotOffered):
            await times(clinic, desk.service, practitioner_id=other)


async def test_the_number_of_queries_does_not_grow(clinic: Clinic) -> None:
    """One and fifty practitioners, one and thirty-one days: the same few statements."""
    counts: list[int] = []
    with frozen(MORNING):
        await add_room(clinic)
        for many, days in ((1, 1), (1, 31), (50, 31)):
            names = [f"Dr. {many}-{number} for {days}" for number in range(many)]
            doctors = [await hire(clinic, name) for name in names]
            service = await offer(clinic, *doctors, name=f"Check-up by {many} for {days}")
            with counted() as statements:
                found = await times(clinic, service, days=days)
            assert found
            counts.append(len(statements))
    assert counts == [1, 1, 1]  # the facts; the tenant travels with them


async def test_every_part_of_the_query_has_an_index(clinic: Clinic) -> None:
    """With sequential scans made dear, none is left on a table that grows."""
    desk = await furnish(clinic)
    values = {
        "organization": clinic.organization_id,
        "service": desk.service,
        "practitioner": None,
        "moving": None,
        "aside": list[UUID](),
        "hold": None,
        "group": None,
        "assistants": None,
        "now": MORNING,
        "farthest": 732,
        "first_day": MONDAY,
        "last_day": MONDAY,
        "begin": MORNING,
        "end": MORNING + timedelta(days=1),
    }
    async with transaction(organization=clinic.organization_id) as session:
        await session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = await session.execute(text(f"EXPLAIN {SLOT_FACTS.sql}"), values)
        lines = [line for (line,) in plan]
    scanned = [line.strip() for line in lines if "Seq Scan on" in line]
    assert scanned == []  # by what the indexes are asked: test_hot_queries.py


async def test_every_offered_slot_can_be_booked(clinic: Clinic) -> None:
    """Take the offers of a crowded day one by one; none is refused, none overlaps another."""
    with frozen(MORNING):
        doctors = [await hire(clinic, f"Dr. {number}") for number in range(2)]
        for number in range(2):
            await add_room(clinic, f"Room {number}")
        device = await add_device(clinic)
        scan = await offer(clinic, *doctors, name="Scan", minutes=40, after=5, devices=[device])
        talk = await offer(clinic, *doctors, name="Talk", minutes=25, before=10)
        booked = 0
        while True:
            service = (scan, talk)[booked % 2]
            slots = await look(
                clinic.reception, find_free_slots, service_id=service, first_day=MONDAY
            )
            if not slots:
                break
            slot = slots[(booked * 7) % len(slots)]
            visit = await perform(
                clinic.reception,
                book_appointment,
                patient_id=await register(clinic),
                service_id=service,
                practitioner_id=slot.practitioner_ids[-1],
                start=slot.start,
            )
            assert (visit.start, visit.end) == (slot.start, slot.end)
            booked += 1
    assert booked >= 10
