"""Notice, horizon and caps: strangers first, then what each refuses, and who may go below."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import PATIENT_SCOPES, outsider
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, rehearse, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError, Invalid, NotAllowed
from clinic_app.kit.ids import HoldId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.coming.book_together import book_together
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.errors import DayFull, OutOfBounds
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.series.move_series import move_series
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.set_up.get_booking_rules import ClinicRules, get_booking_rules
from clinic_app.scheduling.set_up.own_limits import OwnLimits
from clinic_app.scheduling.set_up.save_practitioner import save_practitioner
from clinic_app.scheduling.set_up.save_service import save_service
from clinic_app.scheduling.set_up.set_booking_rules import set_booking_rules
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from tests.cast import Clinic
from tests.scheduling.furniture import (
    MONDAY,
    MORNING,
    Desk,
    book,
    furnish,
    monday,
    register,
    some_id,
)

RULES: dict[str, Any] = {"notice_minutes": 240, "ahead_days": 7, "hold_minutes": 10}


async def set_rules(actor: Actor, **changes: Any) -> None:  # noqa: ANN401  # as the verb takes them
    """Set the clinic's rules: four hours' notice, a week ahead."""
    await perform(actor, set_booking_rules, **(RULES | changes))


async def cap_practitioner(desk: Desk, visits: int | None) -> None:
    """Let the practitioner have so many visits a day."""
    await perform(
        desk.clinic.owner,
        save_practitioner,
        practitioner_id=desk.practitioner,
        name="Dr. Zhao",
        visits_a_day=visits,
    )


async def cap_service(desk: Desk, limits: OwnLimits, *, minutes: int = 30) -> None:
    """Give the service bounds of its own."""
    await perform(
        desk.clinic.owner,
        save_service,
        service_id=desk.service,
        name="Check-up",
        duration_minutes=minutes,
        practitioner_ids=[desk.practitioner],
        limits=limits,
    )


async def visit_of(desk: Desk, start: datetime, **asked: Any) -> Booked:  # noqa: ANN401  # as the verb takes them
    """Book somebody new."""
    patient = await register(desk.clinic)
    actor = asked.pop("actor", desk.clinic.reception)
    return await book(actor, patient_id=patient, service_id=desk.service, start=start, **asked)


async def exceptions_of(desk: Desk, visit: Booked) -> str:
    """Return the rules against which a visit was booked."""
    async with transaction(organization=desk.clinic.organization_id) as session:
        row = await session.get_one(
            Appointment, (desk.clinic.organization_id, visit.appointment_id)
        )
        return row.exceptions


async def test_who_may_not_cannot_and_other_clinics_are_not_touched(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    for role in (Role.RECEPTION, Role.DOCTOR, Role.LAB):
        with pytest.raises(NotAllowed):
            await set_rules(clinic.team[role])
    await set_rules(other_clinic.owner)
    assert await look(clinic.owner, get_booking_rules) == ClinicRules(0, 732, 10)


@pytest.mark.parametrize(
    "wrong",
    [{"notice_minutes": -1}, {"notice_minutes": 43201}, {"ahead_days": 0}, {"hold_minutes": 61}],
)
async def test_rules_that_cannot_be(clinic: Clinic, wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid) as refusal:
        await set_rules(clinic.owner, **wrong)
    assert refusal.value.field in wrong


async def test_notice_and_horizon_bound_what_is_offered_and_booked(clinic: Clinic) -> None:
    with frozen(MORNING):  # 7:00
        desk = await furnish(clinic)
        await set_rules(clinic.owner)
        await set_rules(clinic.owner)  # again, on the row that is there now
        asked: dict[str, Any] = {"service_id": desk.service, "first_day": MONDAY, "days": 10}
        found = await look(clinic.reception, find_free_slots, **asked)
        walls = [to_wall(slot.start, clinic.time_zone) for slot in found]
        assert (walls[0], walls[-1].date()) == (monday(11), MONDAY + timedelta(days=7))
        for start in (monday(10, 45), monday(10) + timedelta(days=8)):
            with pytest.raises(OutOfBounds):
                await visit_of(desk, start)
        visit = await visit_of(desk, monday(15))
        with pytest.raises(OutOfBounds):
            await perform(
                clinic.reception,
                reschedule_appointment,
                appointment_id=visit.appointment_id,
                version=None,
                start=monday(10),
            )
        # The service's own bounds go before the clinic's.
        await cap_service(desk, OwnLimits(notice_minutes=0, ahead_days=30))
        await visit_of(desk, monday(9))
        await visit_of(desk, monday(10) + timedelta(days=21))


async def test_who_holds_a_time_may_book_it_until_the_hold_ends(clinic: Clinic) -> None:
    """Notice is judged when it is held: the form may stay open over the bound."""
    desk, actor = await furnish(clinic), clinic.reception
    with frozen(MORNING):  # 7:00
        await set_rules(clinic.owner)
        moved = await visit_of(desk, monday(15))
        held = await perform(actor, hold_slot, service_id=desk.service, start=monday(11))
        late = await perform(actor, hold_slot, service_id=desk.service, start=monday(11, 30))
    move: dict[str, Any] = {"appointment_id": moved.appointment_id, "scope": Scope.ONE}
    with frozen(MORNING + timedelta(minutes=9)):  # the bound is 11:09
        for hold_id in (None, HoldId(some_id()), late.hold_id):
            with pytest.raises(OutOfBounds):
                await visit_of(desk, monday(11), hold_id=hold_id)
        found = await look(
            actor, find_free_slots, service_id=desk.service, first_day=MONDAY, hold=held.hold_id
        )
        assert to_wall(found[0].start, clinic.time_zone) == monday(11)
        await rehearse(actor, move_series, **move, start=monday(11), hold_id=held.hold_id)
        parts = (AskedPart(desk.service), AskedPart(desk.service, start=monday(11)))
        coming: dict[str, Any] = {"patient_id": desk.patient, "start": monday(16), "parts": parts}
        await rehearse(actor, book_together, **coming, also_held=[held.hold_id])
        visit = await visit_of(desk, monday(11), hold_id=held.hold_id)
        assert await exceptions_of(desk, visit) == ""
    with frozen(MORNING + timedelta(minutes=40)), pytest.raises(OutOfBounds):
        await visit_of(desk, monday(11, 30), hold_id=late.hold_id)  # it ended by itself


async def test_the_desk_goes_below_on_purpose_and_a_patient_never(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        await set_rules(clinic.owner)
        await cap_practitioner(desk, 1)
        early = await visit_of(desk, monday(9), despite_rules=True)
        second = await visit_of(desk, monday(14), despite_rules=True)
        usual = await visit_of(desk, monday(14) + timedelta(days=1), despite_rules=True)
        marks = [await exceptions_of(desk, each) for each in (early, second, usual)]
        assert marks == ["notice", "cap", ""]
        patient = outsider(
            Kind.PATIENT,
            clinic.organization_id,
            time_zone=clinic.time_zone,
            country="US",
            currency="USD",
            scopes=PATIENT_SCOPES,
        )
        with pytest.raises(NotAllowed):
            await visit_of(desk, monday(15), actor=patient, despite_rules=True)
        told = replace(patient, scopes=frozenset({*(patient.scopes or ()), "appointment:override"}))
        with pytest.raises(NotAllowed):  # whatever the scopes say
            await visit_of(desk, monday(15), actor=told, despite_rules=True)
        with pytest.raises(DayFull, match=r"Dr\. Zhao has reached 1 visit this day"):
            await visit_of(desk, monday(15), actor=patient)


async def test_a_cap_counts_what_is_booked_and_what_is_given_back(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        first, second = await visit_of(desk, monday(11)), await visit_of(desk, monday(14))
        await cap_practitioner(desk, 2)  # both are counted, though they were booked before it
        with pytest.raises(DayFull):
            await visit_of(desk, monday(15))
        explained = await look(
            clinic.reception,
            find_free_slots,
            service_id=desk.service,
            first_day=MONDAY,
            explain=True,
        )
        assert "not possible: Dr. Zhao has reached 2 visits this day" in {
            slot.taken for slot in explained
        }
        # A visit of the day itself may be moved within it, and to another day.
        tuesday = monday(10) + timedelta(days=1)
        for start in (monday(16), tuesday):
            await perform(
                clinic.reception,
                reschedule_appointment,
                appointment_id=first.appointment_id,
                version=None,
                start=start,
            )
        await visit_of(desk, monday(15))
        await perform(
            clinic.reception,
            cancel_appointment,
            appointment_id=second.appointment_id,
            reason="Ill",
        )
        await visit_of(desk, monday(9))
        with pytest.raises(DayFull):
            await visit_of(desk, monday(10))


@pytest.mark.parametrize("of_service", [True, False])
async def test_fifty_want_the_last_three_places(clinic: Clinic, of_service: bool) -> None:
    """Different times, so only the cap stands against them."""
    with frozen(MORNING):
        desk = await furnish(clinic, minutes=5)
        if of_service:
            await cap_service(desk, OwnLimits(visits_a_day=3), minutes=5)
        else:
            await cap_practitioner(desk, 3)
        patients = [await register(clinic) for _ in range(50)]
        starts = [monday(9) + timedelta(minutes=5 * at) for at in range(50)]
        answers = await asyncio.gather(
            *(
                book(
                    clinic.reception,
                    patient_id=patient,
                    service_id=desk.service,
                    start=start,
                    outside_hours=True,
                )
                for patient, start in zip(patients, starts, strict=True)
            ),
            return_exceptions=True,
        )
    won = [each for each in answers if isinstance(each, Booked)]
    refused = [each for each in answers if isinstance(each, ClinicError)]
    assert (len(won), len(refused)) == (3, 47)
    assert {type(each) for each in refused} == {DayFull}
    async with transaction(organization=clinic.organization_id) as session:
        assert len((await session.execute(select(Appointment))).all()) == 3
