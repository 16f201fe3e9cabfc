"""Free times of a patient: strangers first, then their other visits are in the way."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotAllowed, NotFound
from clinic_app.kit.ids import PatientId
from clinic_app.people.tables import Organization
from clinic_app.scheduling.booking.preview_visit import preview_visit
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.find_chain import find_chain
from clinic_app.scheduling.errors import PatientBusy
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Desk,
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
from tests.scheduling.test_groups_and_overbooking import allow

BUSY = "not possible: Sofia Marín already has a visit until 10:30"


async def slots(desk: Desk, actor: Actor | None = None, **asked: Any) -> tuple[FreeSlot, ...]:  # noqa: ANN401  # as the query takes them
    """Look for times of the desk's service on Monday."""
    asked = {"service_id": desk.service, "first_day": MONDAY} | asked
    return await look(actor or desk.clinic.reception, find_free_slots, **asked)


def at(hour: int, minute: int = 0) -> datetime:
    """Return an instant of that Monday: New York is five hours behind."""
    return monday(hour + 5, minute).replace(tzinfo=UTC)


def clashes(found: tuple[FreeSlot, ...]) -> set[tuple[datetime, str]]:
    """Return the taken times, less those that nobody works."""
    return {(one.start, one.taken) for one in found if one.taken}


async def expected_at_ten(clinic: Clinic, **buffers: int) -> Desk:
    """Give the desk's patient a visit at ten with somebody else, in a room of their own."""
    desk = await furnish(clinic, **buffers)
    await add_room(clinic, "Room 2")
    other = await hire(clinic, "Dr. Ruth Abel")
    talk = await offer(clinic, other, name="Talk", after=15)
    await book(clinic.reception, patient_id=desk.patient, service_id=talk, start=monday(10))
    return desk


def who_may(clinic: Clinic, *scopes: Permission) -> Actor:
    """Return somebody who is no member, with these scopes."""
    return replace(clinic.reception, kind=Kind.KEY, scopes=frozenset(scopes))


async def test_strangers_and_who_may_not_read_patients_learn_nothing(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk, theirs = await expected_at_ten(clinic), await furnish(other_clinic)
        for stranger in (theirs.patient, PatientId(some_id())):
            with pytest.raises(NotFound, match=r"^The patient could not be found\.$"):
                await slots(desk, patient_id=stranger)
        key = who_may(clinic, Permission.APPOINTMENT_READ)
        for anybody in (desk.patient, theirs.patient):
            with pytest.raises(NotAllowed):
                await slots(desk, key, patient_id=anybody)
        visit = await book(
            clinic.reception,
            patient_id=await register(clinic, "Ada Moreau"),
            service_id=desk.service,
            start=monday(14),
        )
        with pytest.raises(NotFound):  # whose visit they move is somebody else
            await slots(desk, key, patient_id=desk.patient, moving=visit.appointment_id)


async def test_a_time_of_the_patients_own_is_not_offered_and_says_why(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await expected_at_ten(clinic, before=5)
        free = await slots(desk)
        with counted() as statements:
            own = await slots(desk, patient_id=desk.patient)
        assert len(statements) == 2
        lost = {one.start for one in free} - {one.start for one in own}
        assert lost == {at(9, 45), at(10), at(10, 15)}  # buffers are nobody's
        told = await slots(desk, patient_id=desk.patient, explain=True)
        assert clashes(told) - clashes(await slots(desk, explain=True)) == {
            (start, BUSY) for start in lost
        }
        other = await register(clinic, "Ada Moreau")
        assert await slots(desk, patient_id=other) == free
        with pytest.raises(PatientBusy, match="Sofia Marín"):
            await look(
                *(clinic.reception, preview_visit),
                service_id=desk.service,
                start=monday(10),
                patient_id=desk.patient,
            )
        parts = [AskedPart(desk.service)] * 2
        chain = await look(
            *(clinic.reception, find_chain),
            parts=parts,
            first_day=MONDAY,
            patient_id=desk.patient,
            explain=True,
        )
        why = {one.start: one.taken for one in chain}
        assert why[at(10)] == BUSY
        assert why[at(9, 30)] == (f"not possible: Check-up cannot follow at 10:00, which is {BUSY}")
        assert not why[at(10, 30)]


async def test_a_visit_is_not_in_its_own_way(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await expected_at_ten(clinic)
        visit = await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(11)
        )
        asked: dict[str, Any] = {"patient_id": desk.patient, "moving": visit.appointment_id}
        starts = {one.start for one in await slots(desk, **asked)}
        assert at(11) in starts
        assert at(10) not in starts
        key = who_may(clinic, Permission.APPOINTMENT_READ)  # as a private link, for its own visit
        assert {one.start for one in await slots(desk, key, **asked)} == starts
        told = await slots(desk, key, **asked, explain=True)
        assert not any("Sofia" in one.taken for one in told)


async def test_where_a_patient_may_be_in_two_places_nothing_is_taken(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await expected_at_ten(clinic)
        async with transaction(organization=clinic.organization_id) as session:
            own = await session.get_one(Organization, clinic.organization_id)
            own.one_visit_per_patient = False
        assert await slots(desk, patient_id=desk.patient) == await slots(desk)
        with pytest.raises(NotFound):
            await slots(desk, patient_id=PatientId(some_id()))


async def test_a_seat_beside_a_visit_of_ones_own_is_not_offered(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await expected_at_ten(clinic)
        await allow(desk, 0, seats=4)
        await book(
            clinic.reception,
            patient_id=await register(clinic, "Ada Moreau"),
            service_id=desk.service,
            start=monday(10),
        )
        anybody = {one.start for one in await slots(desk)}
        own = await slots(desk, patient_id=desk.patient)
        assert at(10) in anybody
        assert at(10) not in {one.start for one in own}
