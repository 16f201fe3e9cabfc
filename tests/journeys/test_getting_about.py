"""Getting about: forbidden and unknown addresses, a lost connection, and the keyboard alone."""

import re

from playwright.async_api import expect

from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import booking, next_monday, tab_to
from tests.people.accounts import GOOD, give_password
from tests.people.patients import SOFIA, register
from tests.scheduling.furniture import furnish


async def test_a_forbidden_address_leads_to_ones_own_start_page_with_a_word_why(
    visit: Visit, clinic: Clinic
) -> None:
    page = await visit("/settings/members", clinic.reception)
    await expect(page).to_have_url(re.compile("/calendar"))
    await expect(page.get_by_text("Your role does not open that page.")).to_be_visible()


async def test_an_unknown_address_shows_a_page_that_leads_on(visit: Visit, clinic: Clinic) -> None:
    page = await visit("/no/such/page", clinic.doctor)
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    await page.get_by_role("link", name="Go to my start page").click()
    await expect(page).to_have_url(re.compile("/dashboard"))


async def test_a_lost_connection_is_said_quietly_and_the_same_screen_comes_back_up_to_date(
    visit: Visit, clinic: Clinic
) -> None:
    page = await visit("/patients", clinic.reception)
    await expect(page.get_by_text("No patients yet")).to_be_visible()
    bar = page.get_by_text("Reconnecting. What you see may be out of date.")
    await page.context.set_offline(True)
    await expect(bar).to_be_visible()
    await expect(page.get_by_text("No patients yet")).to_be_visible()
    await register(clinic)
    await page.context.set_offline(False)
    await expect(bar).to_be_hidden()
    await expect(page.get_by_role("link", name=re.compile(SOFIA.name))).to_be_visible()
    await expect(page).to_have_url(re.compile("/patients"))


async def test_signing_in_finding_a_patient_and_booking_by_the_keyboard_alone(
    visit: Visit, clinic: Clinic
) -> None:
    person = await give_password(clinic.reception)
    await furnish(clinic)
    day = next_monday(clinic)
    page = await visit("/sign-in")
    press, write = page.keyboard.press, page.keyboard.type
    await write(str(person.email))
    await press("Tab")
    await write(GOOD)
    await press("Enter")
    await expect(page).to_have_url(re.compile("/calendar"))
    await expect(page.locator(".cal")).to_be_visible()
    await press("Control+K")
    await write("marin")
    await expect(page.get_by_role("option", name=re.compile("Sofia"))).to_be_visible()
    await press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sofia Marín")
    await press("Control+K")
    await write("book")
    await press("Enter")
    dialog = booking(page)
    patient = dialog.get_by_role("combobox", name="Patient")
    await expect(patient).to_be_focused()
    await write("sofia")
    await expect(dialog.get_by_role("option", name=re.compile("^Sofia"))).to_be_visible()
    await press("Enter")
    await expect(patient).to_have_value("Sofia Marín")
    await tab_to(page, dialog.get_by_role("combobox", name="Service"))
    await write("Check")
    await expect(dialog.get_by_role("combobox", name="Service").locator(":checked")).to_have_text(
        "Check-up"
    )
    await tab_to(page, dialog.get_by_label("Day"))
    await write(f"{day:%m%d%Y}")
    await expect(dialog.get_by_label("Day")).to_have_value(day.isoformat())
    slot = dialog.get_by_role("button", name="9:00", exact=True)
    await expect(slot).to_be_visible()
    await tab_to(page, slot)
    await press("Enter")
    await expect(dialog.get_by_role("button", name="Book 9:00")).to_be_enabled()
    await press("Control+Enter")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_text(re.compile("^Booked for"))).to_be_visible()
    await expect(page.get_by_role("main")).to_be_focused()  # the palette is gone
    await expect(page).not_to_have_url(re.compile("book=1"))  # or a reload would book again
