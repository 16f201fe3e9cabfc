"""The first moments: a stranger, and each role's own start page."""

import re

from playwright.async_api import expect

from tests.cast import Clinic
from tests.journeys.conftest import Visit


async def test_a_stranger_is_led_to_sign_in(visit: Visit) -> None:
    page = await visit("/calendar")
    await expect(page).to_have_url(re.compile("/sign-in"))


async def test_reception_starts_on_the_calendar(visit: Visit, clinic: Clinic) -> None:
    page = await visit("/", clinic.reception)
    await expect(page).to_have_url(re.compile("/calendar"))


async def test_a_doctor_starts_on_the_dashboard(visit: Visit, clinic: Clinic) -> None:
    page = await visit("/", clinic.doctor)
    await expect(page).to_have_url(re.compile("/dashboard"))
