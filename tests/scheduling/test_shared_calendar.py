"""What many screens share, and what a patient's page lists."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotFound
from clinic_app.live.hub import hub
from clinic_app.live.shared import SharedViews
from clinic_app.live.topics import Topic
from clinic_app.scheduling.calendar.calendar_rows import CalendarView
from clinic_app.scheduling.calendar.load_calendar import load_calendar
from clinic_app.scheduling.visit.list_patient_appointments import list_patient_appointments
from clinic_app.scheduling.visit.mark_no_show import mark_no_show
from tests.cast import Clinic
from tests.scheduling.furniture import MONDAY, MORNING, book, counted, furnish, monday

NOON = datetime(2027, 3, 1, 17, tzinfo=UTC)


async def test_another_clinics_patient_looks_missing(clinic: Clinic, other_clinic: Clinic) -> None:
    theirs = await furnish(other_clinic)
    with pytest.raises(NotFound):
        await look(clinic.owner, list_patient_appointments, patient_id=theirs.patient)


async def test_every_role_that_sees_the_calendar_sees_the_same(clinic: Clinic) -> None:
    """Screens share one load, so it must hold nothing that only some may see."""
    with frozen(MORNING):
        desk = await furnish(clinic)
        await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(9)
        )
        seen = [
            await look(actor, load_calendar, first_day=MONDAY) for actor in clinic.team.values()
        ]
    assert all(view == seen[0] for view in seen)
    assert len(clinic.team) == len(Role)


async def test_fifty_open_calendars_share_one_load(clinic: Clinic) -> None:
    """A change costs a process at most three queries, however many screens show it."""
    views = SharedViews(hub)
    with frozen(MORNING):
        desk = await furnish(clinic)

        async def screen() -> CalendarView:
            return await views.load(
                clinic.organization_id,
                (Topic.CALENDAR, Topic.SCHEDULE),
                ("calendar", MONDAY, 1),
                lambda: look(clinic.reception, load_calendar, first_day=MONDAY),
            )

        before = await screen()
        with hub.watch(clinic.organization_id, Topic.CALENDAR) as watch:
            await book(
                clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(9)
            )
            assert await watch.changed(within=5)
        with counted() as statements:
            after = await asyncio.gather(*(screen() for _ in range(50)))
    asked = [each for each in statements if "FROM" in each]
    assert len(asked) <= 3
    assert before.visits == ()
    assert all(len(view.visits) == 1 for view in after)


async def test_a_patients_visits_past_and_to_come(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        for number in range(4):
            await book(
                clinic.reception,
                patient_id=desk.patient,
                service_id=desk.service,
                start=monday(9) + timedelta(days=number),
            )
    with frozen(NOON + timedelta(days=1)):
        visits = await look(clinic.reception, list_patient_appointments, patient_id=desk.patient)
    assert [each.day for each in visits.coming] == ["Wed 3 Mar 2027", "Thu 4 Mar 2027"]
    assert [each.day for each in visits.past] == ["Tue 2 Mar 2027", "Mon 1 Mar 2027"]
    assert visits.past_total == 2


async def test_who_did_not_come_is_expected_no_longer(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        visit = await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(9)
        )
    with frozen(visit.start + timedelta(minutes=10)):
        await perform(clinic.reception, mark_no_show, appointment_id=visit.appointment_id)
        visits = await look(clinic.reception, list_patient_appointments, patient_id=desk.patient)
    assert visits.coming == ()
    assert ([each.status for each in visits.past], visits.past_total) == (["no_show"], 1)
