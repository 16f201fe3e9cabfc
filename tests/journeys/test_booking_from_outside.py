"""A stranger books by a code, the desk sees it at once, and the link in the mail cancels it."""

import re
from uuid import uuid4

from playwright.async_api import Page, expect
from sqlmodel import col, select

from clinic_app.database.transaction import perform, transaction
from clinic_app.notifications.tables import Mail
from clinic_app.scheduling.public_rows import PublicSettings
from clinic_app.scheduling.save_public_booking import save_public_booking
from tests.cast import Clinic
from tests.journeys.conftest import Visit, ready
from tests.journeys.desk import calendar_of, next_monday, visit_of
from tests.scheduling.furniture import furnish

WHO = "Amelia Stranger"


async def _mail_to(contact: str, pattern: str) -> str:
    """Return what a pattern finds in the mails to somebody."""
    async with transaction() as session:
        query = select(col(Mail.body)).where(col(Mail.recipient) == contact)
        bodies = (await session.execute(query)).scalars().all()
    found = re.search(pattern, "\n".join(bodies))
    assert found is not None
    return found[0]


async def _ask_for_ten_o_clock(page: Page, clinic: Clinic, contact: str) -> None:
    monday = next_monday(clinic)
    await page.get_by_role("button", name="Check-up").click()
    await expect(page.get_by_text("New York time")).to_be_visible()
    await page.get_by_role("button", name=re.compile(f"^Mon ?{monday.day} {monday:%b}")).click()
    day = page.get_by_role("group", name=re.compile(f"Monday {monday.day} "))
    await day.get_by_role("button", name="10:00", exact=True).click()
    await page.get_by_label("Full name").fill(WHO)
    await page.get_by_label("Birth date").fill("1984-03-12")
    await page.get_by_label("Mobile phone or email").fill(contact)
    await page.get_by_role("button", name="Send me a code").click()
    await expect(page.get_by_label("Code")).to_be_visible()


async def test_a_stranger_books_and_cancels_while_the_desk_looks_on(
    visit: Visit, clinic: Clinic
) -> None:
    desk_of, contact = await furnish(clinic), f"{uuid4().hex}@clinic.example"
    opened = PublicSettings(is_open=True, notice_hours=0, cancel_hours=0)
    shown = {desk_of.service: "online"}
    await perform(clinic.owner, save_public_booking, settings=opened, services=shown)
    desk = await visit(calendar_of(next_monday(clinic)), clinic.reception)
    stranger = await visit(f"/book/{clinic.slug}", phone=True)

    await _ask_for_ten_o_clock(stranger, clinic, contact)
    await expect(visit_of(desk, WHO)).to_have_count(0)
    await stranger.get_by_label("Code").fill(await _mail_to(contact, r"\b\d{6}\b"))
    await stranger.get_by_role("button", name="Book this visit").click()
    await expect(stranger.get_by_role("heading", name="Your visit is booked")).to_be_visible()
    await expect(visit_of(desk, WHO)).to_contain_text("10:00")

    await stranger.goto(await _mail_to(contact, r"/visit/\S+"))
    await ready(stranger)
    await stranger.get_by_role("button", name="Cancel the visit").click()
    question = stranger.get_by_role("alertdialog")
    await question.get_by_role("button", name="Cancel the visit").click()
    await expect(stranger.get_by_text("Cancelled", exact=True)).to_be_visible()
    await expect(desk.locator(".cal-visit[data-struck]")).to_contain_text(WHO)
