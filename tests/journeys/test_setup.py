"""From an empty clinic to the first visit, all through the pages."""

import re

from playwright.async_api import Page, expect

from tests.cast import Clinic
from tests.journeys.conftest import Visit, ready
from tests.journeys.desk import begin_booking, booking, calendar_of, next_monday, visit_of


async def _go(page: Page, name: str) -> None:
    await (
        page.get_by_role("navigation", name="Main", exact=True)
        .get_by_role("link", name=name)
        .click()
    )
    await expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    await ready(page)


async def _add_room(page: Page) -> None:
    await _go(page, "Rooms")
    await page.get_by_role("button", name="Add room").first.click()
    dialog = page.get_by_role("dialog", name="New room")
    await dialog.get_by_label("Name").fill("Room 1")
    await dialog.get_by_role("button", name="Add").click()
    await expect(page.get_by_role("cell", name="Room 1", exact=True)).to_be_visible()


async def _add_practitioner(page: Page) -> None:
    await _go(page, "Practitioners")
    await page.get_by_role("button", name="Add practitioner").first.click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Name").fill("Dr. Lin Zhao")
    await sheet.get_by_label("Specialty").fill("Cardiology")
    await sheet.get_by_role("button", name="Add", exact=True).click()
    monday = sheet.get_by_role("group", name="Monday")
    await sheet.get_by_role("button", name="Add hours on Monday").click()
    await monday.get_by_role("textbox", name=re.compile("starts")).fill("8")
    await monday.get_by_role("textbox", name=re.compile("ends")).fill("1630")
    await sheet.get_by_role("button", name="Copy Monday to Monday to Friday").click()
    friday = sheet.get_by_role("group", name="Friday")
    await expect(friday.get_by_role("textbox", name=re.compile("starts"))).to_have_value("08:00")
    await sheet.get_by_role("button", name="Save hours").click()
    await expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    await sheet.get_by_role("button", name="Close").click()


async def _add_service(page: Page) -> None:
    await _go(page, "Services")
    await page.get_by_role("button", name="Add service").first.click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Name").fill("Check-up")
    await sheet.get_by_label("Duration").fill("30")
    await sheet.get_by_label("Dr. Lin Zhao").check()
    await sheet.get_by_label("Room 1").check()
    await sheet.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_role("cell", name=re.compile("^Check-up"))).to_be_visible()


async def _register(page: Page) -> None:
    await _go(page, "Patients")
    await page.get_by_role("button", name="Register", exact=True).click()
    sheet = page.get_by_role("dialog", name="Register a patient")
    await sheet.get_by_label("Full name").fill("Amina Yusuf")
    await sheet.get_by_role("button", name="Register", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Amina Yusuf")


async def test_an_owner_sets_the_clinic_up_and_books_its_first_visit(
    visit: Visit, clinic: Clinic
) -> None:
    day = calendar_of(next_monday(clinic))
    page = await visit("/dashboard", clinic.owner)
    await _add_room(page)
    await _add_practitioner(page)
    await _add_service(page)
    await _register(page)
    doctor = await visit(day, clinic.doctor)
    await page.goto(day)
    await ready(page)
    await (await begin_booking(page, "9:00", "Amina Yusuf")).click()
    await expect(booking(page)).to_be_hidden()
    await expect(visit_of(doctor, "Amina Yusuf")).to_contain_text("9:00")
