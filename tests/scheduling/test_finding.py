"""What the palette finds: coming visits, and the next free time. Strangers first."""

from datetime import timedelta

import pytest

from clinic_app.database.transaction import look
from clinic_app.kit.clock import frozen
from clinic_app.kit.zones import to_instant
from clinic_app.scheduling.booking.booking_rows import (
    BookablePractitioner,
    BookableService,
    BookingChoices,
)
from clinic_app.scheduling.free_times.find_next_free import find_next_free, meant
from clinic_app.scheduling.visit.find_coming_visits import COMING, find_coming_visits
from tests.cast import Clinic
from tests.scheduling.furniture import MORNING, counted, furnish, hire, monday, register
from tests.scheduling.visits import Placing, copy_for_a_year, let_assist, place, scans_of

CHOICES = BookingChoices(
    services=(
        BookableService("check", "Check-up", "", ("zhao", "hassan")),
        BookableService("ecg", "ECG and consultation", "", ("hassan",)),
    ),
    practitioners=(
        BookablePractitioner("zhao", "Dr. Lin Zhao"),
        BookablePractitioner("hassan", "Dr. Omar Hassan"),
    ),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("next free", [("check", ""), ("ecg", "")]),
        ("check", [("check", "")]),
        ("ch", []),  # so short a word may be anybody's name
        ("free ch", [("check", "")]),
        ("check zhao", [("check", "zhao")]),
        ("free hassan", [("check", "hassan"), ("ecg", "hassan")]),
        ("ecg zhao", []),  # does not give it
        ("zhao", []),  # a patient's name as well
        ("check marin", []),  # a patient
        ("marin", []),
    ],
)
def test_words_mean_services_and_who_gives_them(words: str, found: list[tuple[str, str]]) -> None:
    pairings = meant(words.split(), CHOICES)
    assert [(one.service_id, one.practitioner_id) for one in pairings] == found


async def test_the_next_free_time_is_told_with_all_a_booking_needs(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    with frozen(MORNING + timedelta(hours=3)):
        assert await look(other_clinic.owner, find_next_free, text="check") == ()
        (found,) = await look(clinic.reception, find_next_free, text="Check zhao")
        assert (found.service, found.practitioner) == ("Check-up", "Dr. Lin Zhao")
        assert (found.when, found.start) == ("today 10:00", "2027-03-01T10:00")
    with frozen(MORNING + timedelta(hours=12)):
        (later,) = await look(clinic.reception, find_next_free, text="next free")
        assert later.when == "Tue 2 Mar, 9:00"
    assert later.practitioner_id == str(desk.practitioner)


async def test_coming_visits_are_found_in_one_query(clinic: Clinic, other_clinic: Clinic) -> None:
    desk = await furnish(clinic)
    karl, other = await register(clinic, "Karl Novak"), await hire(clinic, "Dr. Omar Hassan")
    sofia = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    for day, status in ((-1, "completed"), (1, "cancelled"), (2, "booked"), (3, "confirmed")):
        start = to_instant(monday(10) + timedelta(days=day), clinic.time_zone)
        await place(sofia, start, status=status)
    hers = Placing(clinic, other, desk.service, karl)
    first = await place(hers, to_instant(monday(9), clinic.time_zone))
    await let_assist(clinic, first, desk.practitioner)
    asked = [karl, desk.patient]
    with frozen(MORNING):
        assert await look(other_clinic.owner, find_coming_visits, patient_ids=asked) == ()
        with counted() as statements:
            visits = await look(clinic.reception, find_coming_visits, patient_ids=asked)
    assert [(one.patient, one.when, one.what) for one in visits] == [
        ("Karl Novak", "Mon 1 Mar, 9:00", "Check-up, Dr. Omar Hassan with Dr. Lin Zhao"),
        ("Sofia Marín", "Wed 3 Mar, 10:00", "Check-up, Dr. Lin Zhao"),
        ("Sofia Marín", "Thu 4 Mar, 10:00", "Check-up, Dr. Lin Zhao"),
    ]
    assert len([each for each in statements if " FROM " in each]) == 1


async def test_a_patients_coming_visits_are_found_by_their_index(
    clinic: Clinic, database_url: str
) -> None:
    desk = await furnish(clinic)
    sofia = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    await place(sofia, to_instant(monday(10), clinic.time_zone))
    await copy_for_a_year(clinic, database_url)
    values: dict[str, object] = {
        "organization": clinic.organization_id,
        "patients": [desk.patient],
        "now": MORNING,
        "of_each": 2,
        "most": 6,
    }
    (scan,) = await scans_of(clinic, COMING, values)
    assert "appointment_of_patient" in scan
    assert "patient_id =" in scan
