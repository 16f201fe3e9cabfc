"""Why is this time not free? Strangers first, then every reason in words."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from clinic_app.database.transaction import look, transaction
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PractitionerId, ServiceId
from clinic_app.scheduling.free_times.explain_time import explain_time
from clinic_app.scheduling.rule_tables import BookingRules
from clinic_app.scheduling.tables import Practitioner, Service, TimeOff
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
)


async def why(clinic: Clinic, start: datetime, **asked: Any) -> tuple[str, ...]:  # noqa: ANN401  # as the verb takes them
    """Ask as the desk."""
    return await look(clinic.reception, explain_time, start=start, **asked)


async def test_another_clinics_practitioner_looks_missing(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    with frozen(MORNING):
        desk, theirs = await furnish(clinic), await furnish(other_clinic)
        for service, practitioner in (
            (theirs.service, theirs.practitioner),
            (desk.service, theirs.practitioner),
        ):
            with pytest.raises(NotFound):
                await why(clinic, monday(10), service_id=service, practitioner_id=practitioner)


async def test_visits_buffers_breaks_and_hours(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic, before=5, after=10)
        asked = {"service_id": desk.service, "practitioner_id": desk.practitioner}
        await add_room(clinic, "Room 2")
        await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(10)
        )
        assert await why(clinic, monday(9), **asked) == ()
        assert await why(clinic, monday(10, 15), **asked) == (
            "Dr. Lin Zhao has another visit from 10:00 to 10:30.",
        )
        assert await why(clinic, monday(10, 35), **asked) == (
            "Buffer of the 10:00 visit, until 10:40.",
        )
        assert await why(clinic, monday(10, 42), **asked) == (
            "Check-up keeps 5 min free before it, and the 10:00 visit is then.",
        )
        assert await why(clinic, monday(9, 28), **asked) == (
            "Buffer of the 10:00 visit, from 9:55.",
        )
        assert await why(clinic, monday(9, 20), **asked) == (
            "Check-up keeps 10 min free after it, and the 10:00 visit is then.",
        )
        works = "Dr. Lin Zhao works 9:00–12:00 and 13:00–17:00"
        assert await why(clinic, monday(12), **asked) == (
            f"In the break of Dr. Lin Zhao: {works}.",
        )
        assert await why(clinic, monday(18), **asked) == (f"Outside working hours: {works}.",)
        assert await why(clinic, monday(6), **asked) == ("That time has passed.",)
        by_practitioner = {"service_id": None, "practitioner_id": desk.practitioner}
        assert await why(clinic, monday(18), **by_practitioner) == (
            f"Outside working hours: {works}.",
        )


async def test_rooms_devices_and_time_off(clinic: Clinic) -> None:
    with frozen(MORNING):
        hassan, zhao = await hire(clinic, "Dr. Hassan"), await hire(clinic, "Dr. Zhao")
        await add_room(clinic, "Room 2")
        device = await add_device(clinic)
        scan = await offer(clinic, hassan, zhao, name="Scan", after=10, devices=[device])
        await book(
            clinic.reception,
            patient_id=await register(clinic),
            service_id=scan,
            practitioner_id=hassan,
            start=monday(10),
        )
        both = ("Room 2 is taken until 10:40.", "Ultrasound 1 is taken until 10:40.")
        asked: dict[str, Any] = {"service_id": scan, "practitioner_id": zhao}
        assert await why(clinic, monday(10), **asked) == both
        assert await why(clinic, monday(10), service_id=scan, practitioner_id=None) == both
        await _go_away(clinic, zhao)
        assert await why(clinic, monday(10), **asked) == ("Dr. Zhao has time off.", *both)


async def test_notice_horizon_and_caps(clinic: Clinic) -> None:
    with frozen(MORNING):
        desk = await furnish(clinic)
        asked = {"service_id": desk.service, "practitioner_id": desk.practitioner}
        await _set_rules(clinic, desk.practitioner, desk.service)
        assert await why(clinic, monday(9), **asked) == (
            "The notice is too short: Check-up needs 3 hours.",
        )
        assert await why(clinic, monday(9) + timedelta(days=8), **asked) == (
            "Too far ahead: Check-up is booked at most 7 days before.",
        )
        await book(
            clinic.reception, patient_id=desk.patient, service_id=desk.service, start=monday(10)
        )
        assert await why(clinic, monday(14), **asked) == (
            "Check-up has reached 1 visit this day.",
            "Dr. Lin Zhao has reached 1 visit this day.",
        )
        assert await why(clinic, monday(14) + timedelta(days=1), **asked) == ()


async def _go_away(clinic: Clinic, practitioner: PractitionerId) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        session.add(
            TimeOff(
                organization_id=clinic.organization_id,
                practitioner_id=practitioner,
                starts_at=datetime.combine(MONDAY, time(), UTC),
                ends_at=datetime.combine(MONDAY, time(23), UTC),
            )
        )


async def _set_rules(clinic: Clinic, practitioner: PractitionerId, service: ServiceId) -> None:
    home = clinic.organization_id
    async with transaction(organization=home) as session:
        session.add(BookingRules(organization_id=home, notice_minutes=180, ahead_days=7))
        (await session.get_one(Practitioner, (home, practitioner))).visits_a_day = 1
        (await session.get_one(Service, (home, service))).visits_a_day = 1
