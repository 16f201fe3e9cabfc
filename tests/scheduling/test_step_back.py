"""A wrong click at the desk, a cancellation taken back, somebody who comes after all."""

import asyncio
from datetime import timedelta

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import ClinicError, Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.desk.load_queue import load_queue
from clinic_app.scheduling.desk.queue_rows import QueueVisit
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.check_in import check_in
from clinic_app.scheduling.visit.complete_visit import complete_visit
from clinic_app.scheduling.visit.confirm_appointment import confirm_appointment
from clinic_app.scheduling.visit.correct_no_show import correct_no_show
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.start_visit import start_visit
from clinic_app.scheduling.visit.step_back import step_back
from clinic_app.scheduling.visit.visit_rows import VisitSheet
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, Desk, book, furnish, monday, register
from tests.scheduling.test_visit_life import live

TEN = MORNING + timedelta(hours=3)  # 10:00 on the wall
FORWARD = (confirm_appointment, check_in, start_visit, complete_visit)
RIVALS = 25


async def at_ten(clinic: Clinic, *, hour: int = 10) -> tuple[Desk, AppointmentId]:
    with frozen(MORNING):
        desk = await furnish(clinic)
        made = await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(hour)
        )
    return desk, made.appointment_id


async def cancel(clinic: Clinic, visit: AppointmentId) -> None:
    await perform(clinic.reception, cancel_appointment, appointment_id=visit, reason="A cold")


async def back(clinic: Clinic, visit: AppointmentId, step: Status | None = None) -> Status:
    return await perform(clinic.reception, step_back, appointment_id=visit, step=step)


async def sheet_of(clinic: Clinic, visit: AppointmentId) -> VisitSheet:
    return await look(clinic.reception, get_appointment, appointment_id=visit)


async def card_of(clinic: Clinic, visit: AppointmentId) -> QueueVisit:
    view = await look(clinic.reception, load_queue)
    return next(one for one in view.visits if one.id == str(visit))


async def test_only_the_clinics_own_desk_takes_back(clinic: Clinic, other_clinic: Clinic) -> None:
    _, visit = await at_ten(clinic)
    with frozen(TEN):
        await perform(clinic.reception, check_in, appointment_id=visit)
        with pytest.raises(NotFound):
            await perform(other_clinic.owner, step_back, appointment_id=visit)
        with pytest.raises(NotAllowed):
            await perform(clinic.team[Role.LAB], step_back, appointment_id=visit)
        with pytest.raises(IllegalMove, match="“Arrived” by now"):
            await back(clinic, visit, Status.IN_VISIT)
        assert await back(clinic, visit, Status.CHECKED_IN) == Status.BOOKED
        with pytest.raises(IllegalMove, match="no step"):
            await back(clinic, visit)


async def test_all_the_way_and_all_the_way_back(clinic: Clinic) -> None:
    _, visit = await at_ten(clinic)
    for minute, verb in enumerate(FORWARD):
        with frozen(TEN + timedelta(minutes=minute)):
            await perform(clinic.reception, verb, appointment_id=visit)
    arrived, later = TEN + timedelta(minutes=1), TEN + timedelta(minutes=20)
    with frozen(later):
        assert (await card_of(clinic, visit)).back == Status.IN_VISIT
        assert await back(clinic, visit) == Status.IN_VISIT
        assert await back(clinic, visit) == Status.CHECKED_IN
        waiting = await card_of(clinic, visit)
        # They wait since they came, not since the wrong click.
        assert (waiting.arrived, waiting.ticket) == (int(arrived.timestamp()), "A-1")
        assert await back(clinic, visit) == Status.CONFIRMED
        expected = await card_of(clinic, visit)
        assert (expected.ticket, expected.arrived, expected.back) == ("", 0, "")
        assert await back(clinic, visit) == Status.BOOKED
        sheet = await sheet_of(clinic, visit)
        assert (sheet.back, sheet.ticket) == ("", "")
        assert sheet.history[0].what.startswith("Taken back to")
        await perform(clinic.reception, check_in, appointment_id=visit)
        again = await card_of(clinic, visit)
    assert (again.ticket, again.arrived) == ("A-1", int(later.timestamp()))
    assert await live(clinic) == 3


async def test_of_the_steps_of_one_moment_the_last_is_taken_back(clinic: Clinic) -> None:
    _, visit = await at_ten(clinic)
    with frozen(TEN):
        for before in (Status.BOOKED, Status.CONFIRMED):
            if before == Status.CONFIRMED:
                await perform(clinic.reception, confirm_appointment, appointment_id=visit)
            for _ in range(3):
                await perform(clinic.reception, check_in, appointment_id=visit)
                assert (await card_of(clinic, visit)).back == before
                assert (await sheet_of(clinic, visit)).history[0].what == "Marked “Arrived”"
                assert await back(clinic, visit) == before


async def test_who_is_moved_to_another_day_gets_that_days_ticket(clinic: Clinic) -> None:
    desk, visit = await at_ten(clinic)
    tomorrow = TEN + timedelta(days=1)
    with frozen(TEN):
        await perform(clinic.reception, check_in, appointment_id=visit)
        await back(clinic, visit)
        await perform(
            *(clinic.reception, reschedule_appointment),
            appointment_id=visit,
            version=None,
            start=tomorrow,
        )
    with frozen(tomorrow):
        other = await book(
            clinic.reception,
            patient_id=await register(clinic, "Early Bird"),
            service_id=desk.service,
            start=tomorrow + timedelta(hours=1),
        )
        await perform(clinic.reception, check_in, appointment_id=other.appointment_id)
        await perform(clinic.reception, check_in, appointment_id=visit)
        assert (await card_of(clinic, visit)).ticket == "A-2"


async def test_a_cancelled_visit_takes_its_own_length_again(clinic: Clinic) -> None:
    desk, visit = await at_ten(clinic)
    with frozen(MORNING):
        await perform(
            *(clinic.reception, reschedule_appointment),
            appointment_id=visit,
            version=None,
            start=monday(10),
            minutes=90,
        )
        await perform(clinic.reception, confirm_appointment, appointment_id=visit)
        await cancel(clinic, visit)
        assert (await sheet_of(clinic, visit)).back == "Confirmed"
        assert await back(clinic, visit) == Status.CONFIRMED
        assert await live(clinic) == 3
        with pytest.raises(Conflict):  # all ninety minutes are taken again
            await book(
                clinic.reception,
                patient_id=desk.patient,
                service_id=desk.service,
                start=monday(11),
            )


async def test_a_time_given_away_stays_given_and_the_refusal_says_why(clinic: Clinic) -> None:
    desk, visit = await at_ten(clinic)
    with frozen(MORNING):
        await cancel(clinic, visit)
        await book(
            clinic.reception,
            patient_id=await register(clinic, "Quick Taker"),
            service_id=desk.service,
            start=monday(10),
        )
        with pytest.raises(Conflict, match=r"given away: Dr\. Lin Zhao has another visit"):
            await back(clinic, visit)
        assert (await sheet_of(clinic, visit)).status == Status.CANCELLED
    assert await live(clinic) == 3
    with frozen(TEN + timedelta(hours=2)):
        assert (await sheet_of(clinic, visit)).back == ""
        with pytest.raises(IllegalMove, match="is over"):
            await back(clinic, visit)


async def test_of_fifty_who_want_the_time_back_or_for_themselves_one_wins(clinic: Clinic) -> None:
    desk, visit = await at_ten(clinic)
    rival = await register(clinic, "Rival")
    with frozen(MORNING):
        await cancel(clinic, visit)
        asked = {"patient_id": rival, "service_id": desk.service, "start": monday(10)}
        answers = await asyncio.gather(
            *(back(clinic, visit, Status.CANCELLED) for _ in range(RIVALS)),
            *(book(clinic.reception, **asked) for _ in range(RIVALS)),
            return_exceptions=True,
        )
    assert all(isinstance(one, ClinicError | Status) or hasattr(one, "version") for one in answers)
    assert sum(not isinstance(one, ClinicError) for one in answers) == 1
    assert await live(clinic) == 3


async def test_a_no_show_by_mistake_and_back_again(clinic: Clinic) -> None:
    _, visit = await at_ten(clinic)
    with frozen(TEN + timedelta(minutes=5)):
        await perform(clinic.reception, mark_no_show, appointment_id=visit)
        assert await back(clinic, visit) == Status.BOOKED  # the phone rang: on their way
        assert await live(clinic) == 3
        await perform(clinic.reception, mark_no_show, appointment_id=visit)
        await perform(clinic.reception, correct_no_show, appointment_id=visit)
        assert (await card_of(clinic, visit)).back == Status.NO_SHOW
        assert await back(clinic, visit) == Status.NO_SHOW  # that was somebody else
    assert await live(clinic) == 0
