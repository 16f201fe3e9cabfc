"""A practitioner's day is closed: the page names who is booked, and finds them somebody else.
Who takes over calls in ill as well, and it is the desk that hears of it."""

import re
from datetime import date, datetime, time

from playwright.async_api import Page, expect

from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import calendar_of, next_monday
from tests.scheduling.furniture import add_room, book, hire, offer, register


async def test_a_closed_day_names_its_visit_which_somebody_else_takes(
    visit: Visit, clinic: Clinic
) -> None:
    monday = next_monday(clinic)
    zhao, abel = await hire(clinic), await hire(clinic, "Dr. Ruth Abel")
    await add_room(clinic)
    service = await offer(clinic, zhao, abel)
    await book(
        clinic.reception,
        patient_id=await register(clinic),
        service_id=service,
        practitioner_id=zhao,
        start=datetime.combine(monday, time(10)),
    )
    page = await visit("/settings/practitioners", clinic.owner)
    await page.get_by_role("table").get_by_text("Dr. Lin Zhao").click()
    sheet = page.get_by_role("dialog", name="Dr. Lin Zhao")
    await sheet.get_by_role("radio", name="Exceptions").click()
    date_field = sheet.get_by_label("Date", exact=False).first
    await expect(date_field).not_to_have_value("")  # what the part begins with has come
    await date_field.fill(monday.isoformat())
    await sheet.get_by_role("button", name="Add to the dates").click()
    await expect(sheet.get_by_role("list", name="Chosen dates")).to_contain_text(f"{monday:%b %Y}")
    await sheet.get_by_label("Note").fill("Flu")
    await sheet.get_by_role("button", name="Save exceptions").click()
    question = page.get_by_role("alertdialog", name="Visits are booked then")
    await expect(question).to_contain_text("10:00 · Sofia Marín")
    await expect(question).to_contain_text("Closed: Flu")
    await question.get_by_role("button", name="Save, then move them").click()
    await expect(page.get_by_role("heading", level=1, name="Visits to move")).to_be_visible()
    await page.get_by_role("button", name="Find a time for Sofia Marín", exact=False).click()
    await page.get_by_role("button", name="Same time · Dr. Ruth Abel").click()
    await expect(
        page.get_by_text("Now with Dr. Ruth Abel. Please tell the patient.")
    ).to_be_visible()
    await expect(page.get_by_text("Nothing needs moving")).to_be_visible()
    desk = await visit(calendar_of(monday), clinic.reception)
    await expect(desk.get_by_text("Closed: Flu").first).to_be_visible()
    await expect(desk.locator(".cal-visit")).to_contain_text("Sofia Marín")
    await _enter_time_off(desk, monday)
    await expect(desk.get_by_role("list", name="Visits to move")).to_contain_text("Dr. Ruth Abel")


async def _enter_time_off(desk: Page, day: date) -> None:
    """From the calendar, for Dr. Abel, with the question about their visit."""
    await desk.get_by_role("button", name="All practitioners").click()
    await desk.get_by_role("link", name="Enter time off").click()
    sheet = desk.get_by_role("dialog", name="Time off")
    await sheet.get_by_label("Who is away?").select_option(label="Dr. Ruth Abel")
    for moment in ("From", "To"):
        await sheet.get_by_label(re.compile(f"^{moment}")).fill(day.isoformat())
    await sheet.get_by_role("button", name="Add time off").click()
    question = desk.get_by_role("alertdialog", name="Visits are booked then")
    await expect(question).to_contain_text("10:00 · Sofia Marín")
    await question.get_by_role("button", name="Save, then move them").click()
    await expect(sheet).to_have_count(0)
