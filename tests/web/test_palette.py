"""The palette: what each role finds, and where a line leads."""

from datetime import timedelta

import pytest

from clinic_app.access.roles import Role
from clinic_app.kit.clock import frozen
from clinic_app.kit.errors import NotFound
from clinic_app.kit.zones import to_instant
from clinic_app.web.shell.palette_rows import address_of, find_rows
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, furnish, monday
from tests.scheduling.visits import Placing, place

NOBODY = "00000000-0000-0000-0000-000000000007"


async def test_a_patient_is_found_with_the_visits_to_come(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    sofia = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    with frozen(MORNING):
        visit = await place(sofia, to_instant(monday(10) + timedelta(days=1), clinic.time_zone))
        assert await find_rows(other_clinic.owner, "marin") == []
        patient, coming = await find_rows(clinic.reception, "marin")
    assert (patient.group, coming.group) == ("Patients", "Visits to come")
    assert (coming.label, coming.detail) == (
        *("Sofia Marín", "Tue 2 Mar, 10:00 · Check-up, Dr. Lin Zhao"),
    )
    assert address_of(coming.id) == f"/calendar?date=2027-03-02&visit={visit}"


async def test_a_free_time_leads_to_its_booking_for_those_who_book(clinic: Clinic) -> None:
    desk = await furnish(clinic)
    with frozen(MORNING):
        (free,) = await find_rows(clinic.reception, "check-up")
        assert await find_rows(clinic.team[Role.PHARMACY], "check-up") == []
    assert (free.label, free.detail) == ("Next free: Check-up", "Dr. Lin Zhao, today 9:00")
    address = address_of(free.id) or ""
    assert address.startswith("/calendar?book=1&date=2027-03-01&at=2027-03-01T09%3A00")
    assert address.endswith(f"service={desk.service}&practitioner={desk.practitioner}")


@pytest.mark.parametrize(
    "choice", ["patient:x", "visit:", "visit:2027-03-01/x", "free:", "free:a/b"]
)
def test_a_line_that_was_made_up_leads_nowhere(choice: str) -> None:
    with pytest.raises(NotFound):
        address_of(choice)


def test_other_lines_are_the_menus() -> None:
    assert address_of(f"/patients/{NOBODY}") is None
