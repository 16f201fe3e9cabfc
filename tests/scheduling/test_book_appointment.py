"""Booking: strangers first, then the desk, then what stands against a visit."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from clinic_app.access.roles import Role
from clinic_app.audit.tables import AuditEntry
from clinic_app.database.transaction import look, transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import ClinicError, NotAllowed, NotFound
from clinic_app.kit.ids import PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.live.hub import hub
from clinic_app.live.topics import Topic
from clinic_app.people.tables import Organization
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent, Reservation
from clinic_app.scheduling.errors import BadStart, NotOffered, NotWorking, PatientBusy, SlotTaken
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.nearest_free import nearest_free
from clinic_app.scheduling.tables import Device, Practitioner, Room, Service
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    add_device,
    add_room,
    book,
    furnish,
    hire,
    monday,
    offer,
    register,
    some_id,
)


async def archive(
    clinic: Clinic, table: type[Practitioner | Room | Device | Service], row_id: object
) -> None:
    """Take something out of use."""
    async with transaction(organization=clinic.organization_id) as session:
        row = await session.get_one(table, (clinic.organization_id, row_id))
        row.archived_at = now()


@pytest.mark.parametrize("role", [Role.PHARMACY, Role.LAB])
async def test_who_does_not_book_cannot(clinic: Clinic, role: Role) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        with pytest.raises(NotAllowed):
            await book(
                clinic.team[role],
                patient_id=desk.patient,
                service_id=desk.service,
                start=monday(10),
            )


async def test_another_clinics_things_look_missing(clinic: Clinic, other_clinic: Clinic) -> None:
    """Patient, service, practitioner and room of the other clinic, each by itself."""
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        for foreign, missing in (
            ({"patient_id": theirs.patient}, {"patient_id": PatientId(some_id())}),
            ({"service_id": theirs.service}, {"service_id": ServiceId(some_id())}),
            (
                {"practitioner_id": theirs.practitioner},
                {"practitioner_id": PractitionerId(some_id())},
            ),
            ({"room_id": theirs.room}, {"room_id": RoomId(some_id())}),
        ):
            sentences: list[str] = []
            for wrong in (foreign, missing):
                asked = {"patient_id": desk.patient, "service_id": desk.service, **wrong}
                with pytest.raises(NotFound) as refusal:
                    await book(clinic.reception, start=monday(10), **asked)
                sentences.append(refusal.value.message)
            assert sentences[0] == sentences[1]
        assert await rows_of(clinic) == []


async def rows_of(clinic: Clinic) -> list[Reservation]:
    """Return all reservations of a clinic."""
    async with transaction(organization=clinic.organization_id) as session:
        return list((await session.execute(select(Reservation))).scalars())


async def test_the_desk_books_and_everything_is_taken(clinic: Clinic) -> None:
    with frozen(MORNING):
        doctor, room, device = await hire(clinic), await add_room(clinic), await add_device(clinic)
        service = await offer(clinic, doctor, before=5, after=10, devices=[device])
        patient = await register(clinic)
        with hub.watch(clinic.organization_id, Topic.CALENDAR) as watch:
            visit = await book(
                clinic.reception,
                patient_id=patient,
                service_id=service,
                start=monday(10),
                note=" Comes with her mother ",
            )
            assert await watch.changed(within=5)
    assert (visit.practitioner_id, visit.room_id) == (doctor, room)
    assert visit.start == datetime(2027, 3, 1, 15, tzinfo=UTC)  # 10:00 in New York
    assert visit.end - visit.start == timedelta(minutes=30)
    taken = {row.resource_id: row for row in await rows_of(clinic)}
    assert set(taken) == {doctor, room, device, patient}
    for resource in (doctor, room, device):
        assert taken[resource].begins_at == visit.start - timedelta(minutes=5)
        assert taken[resource].ends_at == visit.end + timedelta(minutes=10)
    assert taken[patient].begins_at == visit.start  # the buffers are the clinic's, not theirs
    async with transaction(organization=clinic.organization_id) as session:
        kept = (await session.execute(select(Appointment))).scalar_one()
        event = (await session.execute(select(AppointmentEvent))).scalar_one()
        audit = (await session.execute(select(AuditEntry))).scalar_one()
    assert (kept.status, kept.note, kept.outside_hours) == (
        "booked",
        "Comes with her mother",
        False,
    )
    assert (event.kind, event.member_id) == ("booked", clinic.reception.member_id)
    assert (audit.tag, audit.subject_id) == ("appointment:book", visit.appointment_id)
    assert audit.patient_id == patient
    assert "mother" not in str(audit.details)


async def test_whoever_is_second_is_told_and_shown_the_nearest(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        for hour in (10, 11):
            await book(
                clinic.reception,
                patient_id=await register(clinic),
                service_id=desk.service,
                start=monday(hour),
            )
        with pytest.raises(SlotTaken, match=r"^That time is taken: Dr") as refusal:
            await book(
                clinic.reception,
                patient_id=desk.patient,
                service_id=desk.service,
                start=monday(10, 15),
            )
        assert refusal.value.field == "start"
        wanted = datetime(2027, 3, 1, 15, 15, tzinfo=UTC)
        near = await look(
            clinic.reception, nearest_free, service_id=desk.service, start=wanted, most=3
        )
    assert [f"{slot.start:%H:%M}" for slot in near] == ["14:15", "14:30", "15:30"]


async def test_the_nearest_may_be_days_away(clinic: Clinic) -> None:
    with frozen(MORNING):
        hours = [(0, "work", time(9), time(10)), (3, "work", time(9), time(17))]
        who = await hire(clinic, hours=hours)
        await add_room(clinic)
        service = await offer(clinic, who)
        every = await look(
            clinic.reception, find_free_slots, service_id=service, first_day=MONDAY, days=9
        )
        # Late on Tuesday Thursday is nearer than Monday, which is a neighbour.
        for day, hour, most in ((0, 12, 4), (1, 23, 3), (3, 9, 4)):
            wanted = monday(hour).replace(tzinfo=UTC) + timedelta(days=day, hours=5)
            near = await look(
                clinic.reception, nearest_free, service_id=service, start=wanted, most=most
            )
            distances = sorted(abs(slot.start - wanted) for slot in every)[:most]
            assert sorted(abs(slot.start - wanted) for slot in near) == distances


async def test_any_takes_the_least_busy_who_is_free(clinic: Clinic) -> None:
    with frozen(MORNING):
        hassan, zhao = await hire(clinic, "Dr. Hassan"), await hire(clinic, "Dr. Zhao")
        for number in range(2):
            await add_room(clinic, f"Room {number}")
        service = await offer(clinic, hassan, zhao)
        got = [
            (
                await book(
                    clinic.reception,
                    patient_id=await register(clinic),
                    service_id=service,
                    start=monday(hour),
                )
            ).practitioner_id
            for hour in (9, 10, 11)
        ]
    assert got == [hassan, zhao, hassan]


async def test_buffers_keep_visits_apart(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, before=5, after=10)

        async def at(hour: int, minute: int) -> None:
            await book(
                clinic.reception,
                patient_id=await register(clinic),
                service_id=desk.service,
                start=monday(hour, minute),
            )

        await at(10, 0)
        with pytest.raises(SlotTaken):
            await at(10, 44)  # 10:30 + 10 after + 5 before = 10:45
        await at(10, 45)
        with pytest.raises(SlotTaken):
            await at(9, 16)
        await at(9, 15)


@pytest.mark.parametrize(
    ("hour", "minute"), [(8, 45), (16, 45), (11, 45), (12, 0), (17, 0), (3, 0)]
)
async def test_outside_hours_needs_saying_so_and_is_marked(
    clinic: Clinic, hour: int, minute: int
) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        asked = {
            "patient_id": desk.patient,
            "service_id": desk.service,
            "start": monday(hour, minute) + timedelta(days=1),
        }
        with pytest.raises(NotWorking, match="is not working"):
            await book(clinic.reception, **asked)
        visit = await book(clinic.reception, outside_hours=True, **asked)
    assert visit.outside_hours


async def test_the_mark_is_only_for_visits_that_need_it(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        visit = await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=desk.service,
            start=monday(10),
            outside_hours=True,
        )
    assert not visit.outside_hours


async def test_outside_hours_does_not_mean_over_others(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        for refused in (False, True):
            deed = book(
                clinic.reception,
                patient_id=await register(clinic),
                service_id=desk.service,
                start=monday(20),
                outside_hours=True,
            )
            if refused:
                with pytest.raises(SlotTaken):
                    await deed
            else:
                await deed


async def test_starts_that_cannot_be(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        for start in (
            monday(6, 50),  # ten minutes ago
            monday(10) + timedelta(seconds=1),
            monday(10) + timedelta(days=900),
            monday(10).replace(year=9999),
            monday(10).replace(year=1),
            monday(10) + timedelta(microseconds=1),
        ):
            with pytest.raises(BadStart):
                await book(
                    clinic.reception,
                    patient_id=desk.patient,
                    service_id=desk.service,
                    start=start,
                    outside_hours=True,
                )


async def test_a_visit_that_is_about_to_begin_can_still_be_booked(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    with frozen(datetime(2027, 3, 1, 15, 3, tzinfo=UTC)):
        await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=desk.service,
            start=monday(10),
        )


async def test_wall_times_of_the_changing_clocks(clinic: Clinic) -> None:
    """New York: 2:30 does not exist on 14 March 2027, 1:30 comes twice on 7 November."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        for wall in (datetime(2027, 3, 14, 2, 30), datetime(2027, 11, 7, 1, 30)):  # noqa: DTZ001  # wall times
            with pytest.raises(ClinicError, match="the clocks go") as refusal:
                await book(
                    clinic.reception,
                    patient_id=desk.patient,
                    service_id=desk.service,
                    start=wall,
                    outside_hours=True,
                )
            assert refusal.value.field == "start"


@pytest.mark.parametrize("table", [Practitioner, Room, Device, Service])
async def test_what_is_archived_is_not_booked(
    clinic: Clinic, table: type[Practitioner | Room | Device | Service]
) -> None:
    with frozen(MORNING):
        doctor, room, device = await hire(clinic), await add_room(clinic), await add_device(clinic)
        service = await offer(clinic, doctor, rooms=[room], devices=[device])
        patient = await register(clinic)
        things = {Practitioner: doctor, Room: room, Device: device, Service: service}
        await archive(clinic, table, things[table])
        with pytest.raises(NotOffered):
            await book(
                clinic.reception,
                patient_id=patient,
                service_id=service,
                practitioner_id=doctor,
                start=monday(10),
            )


async def test_only_what_fits_together(clinic: Clinic) -> None:
    with frozen(MORNING):
        giver, other = await hire(clinic, "Dr. Hassan"), await hire(clinic, "Dr. Zhao")
        fitting, unfit = await add_room(clinic, "Lab"), await add_room(clinic, "Broom cupboard")
        service = await offer(clinic, giver, rooms=[fitting])
        patient = await register(clinic)
        asked = {"patient_id": patient, "service_id": service, "start": monday(10)}
        with pytest.raises(NotOffered, match=r"Dr\. Zhao does not give Check-up"):
            await book(clinic.reception, practitioner_id=other, **asked)
        with pytest.raises(NotOffered, match="Broom cupboard cannot be used"):
            await book(clinic.reception, room_id=unfit, **asked)


async def test_a_service_without_a_room_takes_none(clinic: Clinic) -> None:
    with frozen(MORNING):
        service = await offer(clinic, await hire(clinic), needs_room=False)
        visit = await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=service,
            start=monday(10),
        )
    assert visit.room_id is None
    assert len(await rows_of(clinic)) == 2


@pytest.mark.parametrize("one_at_a_time", [True, False])
async def test_a_patient_is_in_one_place_where_the_clinic_says_so(
    clinic: Clinic, one_at_a_time: bool
) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        organization = await session.get_one(Organization, clinic.organization_id)
        organization.one_visit_per_patient = one_at_a_time
    with frozen(MORNING):
        doctors = [await hire(clinic, name) for name in ("Dr. Hassan", "Dr. Zhao")]
        for number in range(2):
            await add_room(clinic, f"Room {number}")
        service = await offer(clinic, *doctors)
        asked = {"patient_id": await register(clinic), "service_id": service}
        await book(clinic.reception, start=monday(10), **asked)
        if one_at_a_time:
            with pytest.raises(PatientBusy):
                await book(clinic.reception, start=monday(10, 15), **asked)
        else:
            await book(clinic.reception, start=monday(10, 15), **asked)


async def test_the_database_refuses_a_double_booking_by_hand(clinic: Clinic) -> None:
    """Raw SQL as the application's own role, around every rule in Python."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        await book(
            clinic.reception,
            patient_id=desk.patient,
            service_id=desk.service,
            start=monday(10),
        )
    copy = text(
        "INSERT INTO reservation (organization_id, id, created_at, appointment_id, during,"
        " practitioner_id, room_id) SELECT organization_id, gen_random_uuid(), now(),"
        " appointment_id, tstzrange(begins_at + interval '1 minute', ends_at),"
        " practitioner_id, room_id FROM reservation WHERE resource_id = :resource"
    )
    for resource in (desk.practitioner, desk.room):
        with pytest.raises(SlotTaken) as refusal:
            async with transaction(organization=clinic.organization_id) as session:
                await session.execute(copy, {"resource": resource})
        assert isinstance(refusal.value.__cause__, IntegrityError)
    for resource in (desk.practitioner, desk.room):
        async with transaction(organization=clinic.organization_id) as session:
            found = await session.execute(
                select(Reservation).where(col(Reservation.resource_id) == resource)
            )
            assert len(found.all()) == 1


async def test_a_refused_visit_leaves_nothing_behind(clinic: Clinic) -> None:
    """The device is gone when practitioner and room are already taken for the visit."""
    with frozen(MORNING):
        hassan, zhao = await hire(clinic, "Dr. Hassan"), await hire(clinic, "Dr. Zhao")
        for number in range(2):
            await add_room(clinic, f"Room {number}")
        device = await add_device(clinic)
        service = await offer(clinic, hassan, zhao, devices=[device])
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=service,
            practitioner_id=hassan,
            start=monday(10),
        )
        before = len(await rows_of(clinic))
        with pytest.raises(SlotTaken, match="Ultrasound 1 is in use"):
            await book(
                clinic.reception,
                patient_id=await register(clinic),
                service_id=service,
                practitioner_id=zhao,
                start=monday(10),
            )
        assert len(await rows_of(clinic)) == before
        free = await look(
            clinic.reception,
            find_free_slots,
            service_id=service,
            practitioner_id=zhao,
            first_day=MONDAY,
        )
    assert datetime(2027, 3, 1, 15, tzinfo=UTC) not in {slot.start for slot in free}
