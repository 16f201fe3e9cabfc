"""A stranger books by a code, the desk sees it and knows them, and the link moves and cancels."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect
from sqlmodel import col, select

from clinic_app.database.transaction import perform, transaction
from clinic_app.notifications.tables import Mail
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.register_patient import register_patient
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from tests.cast import Clinic
from tests.journeys.conftest import Visit, ready
from tests.journeys.desk import calendar_of, choose_time, next_monday, visit_of, visit_sheet
from tests.scheduling.furniture import add_room, hire, offer

WHO, KNOWN = "Amelia Stranger", "Amelia Strange"  # one person, whom the desk misspelled


async def _mail_to(contact: str, pattern: str) -> str:
    """Return what a pattern finds in the mails to somebody."""
    async with transaction() as session:
        query = select(col(Mail.body)).where(col(Mail.recipient) == contact)
        bodies = (await session.execute(query)).scalars().all()
    found = re.search(pattern, "\n".join(bodies))
    assert found is not None
    return found[0]


async def _open_clinic(clinic: Clinic) -> None:
    """Let patients book a service of two practitioners, and know one of the patients."""
    lin, ruth = await hire(clinic), await hire(clinic, "Dr. Ruth Abel")
    await add_room(clinic)
    service = await offer(clinic, lin, ruth)
    opened = PublicSettings(is_open=True, notice_hours=0, cancel_hours=0)
    shown = {service: "online"}
    await perform(clinic.owner, save_public_booking, settings=opened, services=shown)
    draft = PatientDraft(name=KNOWN, birth="1984-03-12", phone="+12125550177")
    await perform(clinic.reception, register_patient, draft=draft)


async def _ask_for_ten_o_clock(page: Page, clinic: Clinic, contact: str) -> None:
    await page.get_by_role("button", name="Check-up").click()
    await page.get_by_role("button", name="Dr. Lin Zhao").click()
    await choose_time(page, next_monday(clinic), "11:00")
    await expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    await page.go_back()  # as a telephone's gesture does: a step, not the whole page
    await choose_time(page, next_monday(clinic), "10:00")
    await page.get_by_label("Full name").fill(WHO)
    await page.get_by_label("Birth date").fill("1984-03-12")
    await page.get_by_label("Mobile phone or email").fill(contact)
    await page.get_by_role("button", name="Send me a code").click()
    await expect(page.get_by_label("Code")).to_be_visible()


async def test_a_stranger_books_moves_and_cancels_while_the_desk_looks_on(
    visit: Visit, clinic: Clinic
) -> None:
    contact = f"{uuid4().hex}@clinic.example"
    await _open_clinic(clinic)
    desk = await visit(calendar_of(next_monday(clinic)), clinic.reception)
    stranger = await visit(f"/book/{clinic.slug}", phone=True)

    await _ask_for_ten_o_clock(stranger, clinic, contact)
    await expect(visit_of(desk, WHO)).to_have_count(0)
    await stranger.clock.install()
    await stranger.get_by_label("Code").fill(await _mail_to(contact, r"\b\d{6}\b"))
    await stranger.get_by_role("button", name="Book this visit").click()
    await expect(stranger.get_by_role("heading", name="Your visit is booked")).to_be_visible()
    await expect(visit_of(desk, WHO)).to_contain_text("10:00")
    await stranger.clock.fast_forward(119_000)  # they went away and left the page open
    await expect(stranger.get_by_text("Are you still there?")).to_be_visible()
    await stranger.clock.fast_forward(2_000)
    await expect(stranger.get_by_text("The details are no longer shown here.")).to_be_visible()

    await visit_of(desk, WHO).click()
    sheet = visit_sheet(desk, KNOWN)
    await expect(sheet.get_by_text("Told by mail that it is booked")).to_be_visible()
    await sheet.get_by_role("button", name="Same person, keep contact").click()
    await expect(sheet.get_by_text("The same person?")).to_have_count(0)
    await expect(visit_of(desk, WHO)).to_have_count(0)

    await stranger.goto(await _mail_to(contact, r"/visit/\S+"))
    await ready(stranger)
    await stranger.get_by_role("button", name="Move", exact=True).click()
    await expect(stranger.get_by_role("heading", name="Move to")).to_be_visible()
    await stranger.go_back()
    await stranger.get_by_role("button", name="Move", exact=True).click()
    await stranger.get_by_label("With").select_option(label="Dr. Ruth Abel")
    await choose_time(stranger, next_monday(clinic), "14:00")
    await stranger.get_by_role("button", name="Move the visit").click()
    # The desk kept the number it knew, so that is where they hear of it.
    await expect(sheet.get_by_text("Told by text message that it was moved")).to_be_visible()
    await expect(visit_of(desk, KNOWN)).to_contain_text("14:00")

    await stranger.get_by_role("button", name="Cancel the visit").click()
    question = stranger.get_by_role("alertdialog")
    await question.get_by_role("button", name="Cancel the visit").click()
    await expect(stranger.get_by_text("Cancelled", exact=True)).to_be_visible()
    await expect(desk.locator(".cal-visit[data-struck]")).to_contain_text(KNOWN)
