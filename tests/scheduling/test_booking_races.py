"""Fifty at once: one winner, forty-nine refusals in words, and nothing half taken."""

import asyncio
from collections import Counter
from collections.abc import Awaitable

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from clinic_app.audit.tables import AuditEntry
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import PatientId, PractitionerId, ServiceId
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent, Reservation
from clinic_app.scheduling.assistants.duty_rules import Duty
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.errors import PatientBusy, SlotTaken
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.set_up.archive_practitioner import archive_practitioner
from clinic_app.scheduling.set_up.save_service import save_service
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MORNING,
    add_device,
    add_room,
    furnish,
    hire,
    monday,
    offer,
    register,
)

RIVALS = 50
ROUNDS = 4  # hours of one afternoon


async def race(*deeds: Awaitable[Booked]) -> tuple[list[Booked], list[ClinicError]]:
    """Do all at once; return who won and how the others were refused."""
    answers = await asyncio.gather(*deeds, return_exceptions=True)
    strange = [each for each in answers if not isinstance(each, Booked | ClinicError)]
    assert strange == []  # no deadlock, no timeout, nothing unexplained
    won = [each for each in answers if isinstance(each, Booked)]
    return won, [each for each in answers if isinstance(each, ClinicError)]


def book(
    clinic: Clinic,
    patient: PatientId,
    service: ServiceId,
    *,
    hour: int,
    practitioner: PractitionerId | None = None,
    assistants: tuple[PractitionerId, ...] | None = None,
) -> Awaitable[Booked]:
    """Ask for a visit on Monday at an hour."""
    return perform(
        clinic.reception,
        book_appointment,
        patient_id=patient,
        service_id=service,
        practitioner_id=practitioner,
        start=monday(hour),
        assistants=assistants,
    )


async def kept_rows(clinic: Clinic) -> Counter[str]:
    """Count what stands in the tables."""
    counts: Counter[str] = Counter()
    async with transaction(organization=clinic.organization_id) as session:
        for table in (Appointment, Reservation, AppointmentEvent):
            counted = await session.execute(select(func.count()).select_from(table))
            counts[table.__name__] = counted.scalar_one()
        audited = select(func.count()).where(col(AuditEntry.tag) == Tag.APPOINTMENT_BOOK)
        counts["AuditEntry"] = (await session.execute(audited)).scalar_one()
    return counts


async def test_fifty_want_one_slot(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        for number in range(2, 5):  # rooms enough: the practitioner alone decides
            await add_room(clinic, f"Room {number}")
        patients = [await register(clinic) for _ in range(RIVALS)]
        for hour in range(13, 13 + ROUNDS):
            won, refused = await race(
                *(book(clinic, each, desk.service, hour=hour) for each in patients)
            )
            assert len(won) == 1
            assert Counter(type(each) for each in refused) == {SlotTaken: RIVALS - 1}
            assert all(each.message.startswith("That time ") for each in refused)
    rows = await kept_rows(clinic)
    # Practitioner, room and patient for each visit, and nothing of the losers.
    assert rows == {
        "Appointment": ROUNDS,
        "Reservation": ROUNDS * 3,
        "AppointmentEvent": ROUNDS,
        "AuditEntry": ROUNDS,
    }


async def test_two_who_assist_each_other(clinic: Clinic) -> None:
    """Half want the one assisted by the other, half the other way round: nobody waits in a ring."""
    with frozen(MORNING):
        both = [await hire(clinic, name) for name in ("Dr. Hassan", "Rosa Diaz")]
        service = await offer(clinic, *both, needs_room=False)
        patients = [await register(clinic) for _ in range(RIVALS)]
        won, refused = await race(
            *(
                book(
                    *(clinic, each, service),
                    hour=14,
                    practitioner=both[at % 2],
                    assistants=(both[1 - at % 2],),
                )
                for at, each in enumerate(patients)
            )
        )
        assert len(won) == 1
        assert {type(each) for each in refused} == {SlotTaken}
    rows = await kept_rows(clinic)
    # Both practitioners and the patient, and nothing of the losers.
    assert (rows["Appointment"], rows["Reservation"], rows["AuditEntry"]) == (1, 3, 1)


async def test_as_many_as_there_are_teams(clinic: Clinic) -> None:
    """Three could operate, two begin, and two stay: two operations, whoever takes whom."""
    with frozen(MORNING):
        surgeons = [await hire(clinic, f"Dr. {name}") for name in ("Hassan", "Zhao", "Abel")]
        begin = [await hire(clinic, name) for name in ("Anna Roth", "Omar Diaz")]
        stay = [await hire(clinic, name) for name in ("Nina Park", "Ruth Bell")]
        service = await offer(clinic, *surgeons, needs_room=False)
        await perform(
            clinic.owner,
            save_service,
            service_id=service,
            name="Operation",
            duration_minutes=30,
            needs_room=False,
            practitioner_ids=surgeons,
            duties=(Duty(Part(0, 15), frozenset(begin)), Duty(may=frozenset(stay))),
        )
        patients = [await register(clinic) for _ in range(RIVALS)]
        won, refused = await race(*(book(clinic, each, service, hour=14) for each in patients))
        assert len(won) == 2
        assert {type(each) for each in refused} == {SlotTaken}
    rows = await kept_rows(clinic)
    # Three practitioners and the patient of each.
    assert (rows["Appointment"], rows["Reservation"], rows["AuditEntry"]) == (2, 8, 2)


async def test_two_practitioners_and_one_room(clinic: Clinic) -> None:
    with frozen(MORNING):
        doctors = [await hire(clinic, name) for name in ("Dr. Hassan", "Dr. Zhao")]
        await add_room(clinic)
        service = await offer(clinic, *doctors)
        patients = [await register(clinic) for _ in range(RIVALS)]
        for hour in range(13, 13 + ROUNDS):
            won, refused = await race(
                *(
                    book(clinic, each, service, hour=hour, practitioner=doctors[at % 2])
                    for at, each in enumerate(patients)
                )
            )
            assert len(won) == 1
            assert {type(each) for each in refused} == {SlotTaken}
    rows = await kept_rows(clinic)
    assert (rows["Appointment"], rows["Reservation"], rows["AuditEntry"]) == (
        ROUNDS,
        ROUNDS * 3,
        ROUNDS,
    )


async def test_one_device_between_two_services(clinic: Clinic) -> None:
    with frozen(MORNING):
        doctors = [await hire(clinic, f"Dr. {name}") for name in ("Hassan", "Zhao", "Cole")]
        for number in range(3):
            await add_room(clinic, f"Room {number}")
        device = await add_device(clinic)
        services = [
            await offer(clinic, *doctors, name=name, devices=[device]) for name in ("Scan", "Look")
        ]
        patients = [await register(clinic) for _ in range(RIVALS)]
        for hour in range(13, 13 + ROUNDS):
            won, refused = await race(
                *(
                    book(clinic, each, services[at % 2], hour=hour)
                    for at, each in enumerate(patients)
                )
            )
            assert len(won) == 1
            assert {type(each) for each in refused} == {SlotTaken}
    rows = await kept_rows(clinic)
    assert (rows["Appointment"], rows["Reservation"]) == (ROUNDS, ROUNDS * 4)


async def test_anybody_means_everybody_who_is_free(clinic: Clinic) -> None:
    """Four doctors, three rooms, fifty patients who take whom they get: three visits."""
    with frozen(MORNING):
        doctors = [await hire(clinic, f"Dr. {number}") for number in range(4)]
        for number in range(3):
            await add_room(clinic, f"Room {number}")
        service = await offer(clinic, *doctors)
        patients = [await register(clinic) for _ in range(RIVALS)]
        won, refused = await race(*(book(clinic, each, service, hour=13) for each in patients))
    assert len(won) == 3
    assert len({each.practitioner_id for each in won}) == 3
    assert len({each.room_id for each in won}) == 3
    assert {type(each) for each in refused} == {SlotTaken}
    assert (await kept_rows(clinic))["Reservation"] == 9


async def test_a_double_click_on_anybody_makes_one_visit(clinic: Clinic) -> None:
    """The patient is a resource as well: two free doctors cannot both get them."""
    with frozen(MORNING):
        doctors = [await hire(clinic, name) for name in ("Dr. Hassan", "Dr. Zhao")]
        for number in range(2):
            await add_room(clinic, f"Room {number}")
        service = await offer(clinic, *doctors)
        patient = await register(clinic)
        won, refused = await race(*(book(clinic, patient, service, hour=13) for _ in range(2)))
    assert len(won) == 1
    assert {type(each) for each in refused} == {PatientBusy}


@pytest.mark.parametrize("length", [30, 45])
async def test_neighbours_that_only_touch_all_win(clinic: Clinic, length: int) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, minutes=length)
        patients = [await register(clinic) for _ in range(4)]
        won, refused = await race(
            *(book(clinic, each, desk.service, hour=13 + at) for at, each in enumerate(patients))
        )
    assert (len(won), refused) == (4, [])


async def test_nobody_books_with_whom_is_archived_in_the_same_moment(clinic: Clinic) -> None:
    """Either the visit is booked and archiving is refused, or the other way round."""
    with frozen(MORNING):
        for number in range(12):
            doctor = await hire(clinic, f"Dr. {number}")
            service = await offer(clinic, doctor, name=f"Talk {number}", needs_room=False)
            booked, archived = await asyncio.gather(
                book(clinic, await register(clinic), service, hour=10, practitioner=doctor),
                perform(clinic.owner, archive_practitioner, practitioner_id=doctor),
                return_exceptions=True,
            )
            refusals = [each for each in (booked, archived) if isinstance(each, ClinicError)]
            assert len(refusals) == 1, (booked, archived)
