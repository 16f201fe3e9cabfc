"""Patients in a real browser: registering, duplicates, two people editing one file."""

import re

from playwright.async_api import Page, expect

from clinic_app.people.patients.patient_rows import PatientDraft
from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import told
from tests.people.patients import SOFIA, register


async def test_reception_registers_a_patient_and_the_doctor_sees_it_appear(
    visit: Visit, clinic: Clinic
) -> None:
    doctor = await visit("/patients", clinic.doctor)
    await expect(doctor.get_by_text("No patients yet")).to_be_visible()
    page = await visit("/patients", clinic.reception)
    await page.get_by_role("button", name="Register the first patient").click()
    sheet = page.get_by_role("dialog", name="Register a patient")
    await sheet.get_by_label("Full name").fill("Amina Yusuf")
    await sheet.get_by_label("Birth date").fill("1984-03-12")
    await sheet.get_by_label("Phone").first.fill("(212) 555-0199")
    await sheet.get_by_role("button", name="Register", exact=True).click()
    await expect(page).to_have_url(re.compile("/patients/[0-9a-f-]{36}"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Amina Yusuf")
    await expect(page.get_by_role("link", name="+1 212-555-0199")).to_be_visible()
    await expect(doctor.get_by_role("link", name="Amina Yusuf")).to_be_visible()


async def test_a_name_alone_is_enough_but_not_less(visit: Visit, clinic: Clinic) -> None:
    page = await visit("/patients?register=1", clinic.reception)
    sheet = page.get_by_role("dialog", name="Register a patient")
    await sheet.get_by_role("button", name="Register", exact=True).click()
    name = sheet.get_by_label("Full name")
    await expect(name).to_have_accessible_description(re.compile("name"))
    beside = sheet.locator(".field-error").filter(has_text="name")
    words = await beside.inner_text()
    await beside.evaluate("it => { it.style.display = 'none' }")  # as if it were not shown
    await sheet.get_by_role("button", name="Register", exact=True).click()
    await expect(told(page, words)).to_have_count(1)
    await name.fill("Somebody")
    await sheet.get_by_role("button", name="Register", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Somebody")


async def test_a_likely_duplicate_is_shown_before_anything_is_saved(
    visit: Visit, clinic: Clinic
) -> None:
    known = await register(clinic)
    page = await visit("/patients?register=1", clinic.reception)
    sheet = page.get_by_role("dialog", name="Register a patient")
    await sheet.get_by_label("Full name").fill("Sofia Marin")
    await sheet.get_by_label("Birth date").fill("1984-03-12")
    await sheet.get_by_role("button", name="Register", exact=True).click()
    await expect(sheet.get_by_role("button", name="Register anyway")).to_be_visible()
    await sheet.get_by_role("link", name=re.compile("Open")).click()
    await expect(page).to_have_url(re.compile(str(known)))


async def _edit(page: Page) -> None:
    await page.get_by_role("button", name="Edit", exact=True).click()
    await expect(page.get_by_role("dialog").get_by_label("Full name")).to_be_visible()


async def test_two_people_editing_one_patient_see_both_versions_and_lose_nothing(
    visit: Visit, clinic: Clinic
) -> None:
    path = f"/patients/{await register(clinic)}"
    reception = await visit(path, clinic.reception)
    doctor = await visit(path, clinic.doctor)
    await _edit(reception)
    await _edit(doctor)
    mine, theirs = reception.get_by_role("dialog"), doctor.get_by_role("dialog")
    await theirs.get_by_label("Email").fill("sofia.marin@example.org")
    await theirs.get_by_label("Full name").fill("Sofía Marín Ortega")
    await theirs.get_by_role("button", name="Save").click()
    await expect(doctor.get_by_role("heading", level=1)).to_have_text("Sofía Marín Ortega")
    await expect(mine.get_by_text("Somebody else changed this patient")).to_be_visible()
    await mine.get_by_label("Full name").fill("Sofía Marín Lopez")
    await mine.get_by_label("Address").fill("7 Harbour Row")
    await mine.get_by_role("button", name="Save").click()
    await expect(mine.get_by_role("heading", name="Two versions")).to_be_visible()
    name = mine.get_by_role("group", name=re.compile("Full name"))
    await expect(name).to_contain_text("Sofía Marín Lopez")
    await expect(name).to_contain_text("Sofía Marín Ortega")
    await expect(name).to_contain_text("changed by both")
    theirs_wins = name.get_by_role("radio", name=re.compile("Theirs"))
    await theirs_wins.click()
    await expect(theirs_wins).to_be_checked()
    await mine.get_by_role("button", name="Save what I chose").click()
    for page in (reception, doctor):
        await expect(page.get_by_role("heading", level=1)).to_have_text("Sofía Marín Ortega")
        await expect(page.get_by_text("7 Harbour Row")).to_be_visible()
        await expect(page.get_by_role("link", name="sofia.marin@example.org")).to_be_visible()


async def test_a_patient_is_found_by_a_part_of_the_name_without_accents(
    visit: Visit, clinic: Clinic
) -> None:
    await register(clinic)
    page = await visit("/patients", clinic.reception)
    row = page.get_by_role("link", name=SOFIA.name)
    await expect(row).to_be_visible()
    search = page.get_by_label("Name, phone or file number")
    await search.fill("zzz")
    await expect(page.get_by_text("Nobody found")).to_be_visible()
    await search.fill("MARIN")
    await expect(row).to_be_visible()


async def test_another_clinics_patient_is_nowhere_to_be_found(
    visit: Visit, clinic: Clinic, other_clinic: Clinic
) -> None:
    foreign = await register(other_clinic)
    page = await visit(f"/patients/{foreign}", clinic.owner)
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "This patient could not be found"
    )
    await expect(page.get_by_text(SOFIA.name)).to_have_count(0)


async def test_what_was_begun_with_one_patient_never_ends_in_the_file_of_another(
    visit: Visit, clinic: Clinic
) -> None:
    sofia = await register(clinic)
    await register(clinic, PatientDraft(name="Amina Yusuf"))
    page = await visit(f"/patients/{sofia}", clinic.doctor)
    await _edit(page)
    await page.keyboard.press("Control+K")
    await page.get_by_placeholder("Find a patient, a page or an action").fill("amina")
    await page.get_by_role("option", name=re.compile("^Amina")).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Amina Yusuf")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Amina Yusuf")
    await expect(page.get_by_role("dialog")).to_have_count(0)
