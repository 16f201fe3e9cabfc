"""More than one: a visit that somebody assists, and two services in one coming."""

import re
from datetime import date, timedelta

from playwright.async_api import Locator, Page, expect

from clinic_app.database.transaction import perform
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import (
    booking,
    calendar_of,
    choose_patient,
    choose_service,
    choose_time,
    next_monday,
    visit_of,
)
from tests.scheduling.furniture import furnish, hire, offer, register


async def begin(page: Page, patient: str) -> Locator:
    """Fill the dialog in, but for its time."""
    await page.get_by_role("button", name="Book", exact=True).click()
    dialog = booking(page)
    await choose_patient(dialog, patient)
    await choose_service(dialog)
    return dialog


def visit_at(page: Page, span: str) -> Locator:
    """Find Sofia's block that is there from when until when."""
    return page.get_by_role("button", name=re.compile(f"^Sofia Marín, {span}"))


async def book_at(dialog: Locator, clock: str) -> None:
    """Take one of the free times and book it."""
    await dialog.get_by_role("button", name=clock, exact=True).click()
    await dialog.get_by_role("button", name=f"Book {clock}").click()
    await expect(dialog).to_have_count(0)


async def _private_link(sheet: Locator) -> str:
    """Make the patient's link on the sheet of a visit; return its path."""
    await sheet.get_by_role("button", name="Make a link").click()
    address = sheet.get_by_text(re.compile("/visit/"))
    return "/visit/" + (await address.inner_text()).strip().rpartition("/")[2]


async def _move_by_the_private_link(page: Page, clinic: Clinic) -> None:
    """The patient brings both services of the coming to the afternoon."""
    await page.get_by_role("button", name="Move", exact=True).click()
    await expect(page.get_by_label("All of it")).to_be_checked()
    await choose_time(page, next_monday(clinic), "15:00")
    await expect(page.get_by_text("15:00 Check-up, Dr. Lin Zhao · 15:30 ECG")).to_be_visible()
    await page.get_by_role("button", name="Move all of it").click()
    await expect(page.get_by_text("Moved.")).to_be_visible()


async def test_an_assistant_goes_along_and_two_services_are_called_off(
    visit: Visit, clinic: Clinic
) -> None:
    await furnish(clinic)  # Dr. Lin Zhao, for Sofia Marín
    nina = await hire(clinic, "Nina Park")
    await offer(clinic, nina, name="ECG", needs_room=False)
    await register(clinic, "Karl Novak")
    lenient = PublicSettings(notice_hours=0, cancel_hours=0)
    await perform(clinic.owner, save_public_booking, settings=lenient, services={})
    page = await visit(calendar_of(next_monday(clinic)), clinic.reception)
    await expect(page.locator(".cal-sheet[data-editable]")).to_be_visible()

    dialog = await begin(page, "Sofia")
    await dialog.get_by_role("button", name="Add assistant").press("Enter")
    await page.get_by_role("menuitem", name="Nina Park").press("Enter")
    await dialog.get_by_label("Nina Park assists for so many minutes").fill("15")
    await dialog.get_by_role("button", name="10:00", exact=True).click()
    await expect(dialog.get_by_text("Nina Park, assisting 10:00–10:15")).to_be_visible()
    await dialog.get_by_role("button", name="Repeat…").click()
    series = page.get_by_role("dialog", name="Repeat this visit")
    await expect(series.get_by_text("Nina Park assists")).to_be_visible()
    await series.get_by_role("button", name="Back").click()
    await book_at(dialog, "10:00")
    for span in ("10:00 to 10:30", "10:00 to 10:15, assists"):  # in both columns
        await expect(visit_at(page, span)).to_have_count(1)
    await page.locator('[data-visit*="@"]').focus()
    for key in ("m", "ArrowUp", "Enter"):
        await page.keyboard.press(key)
    for span in ("9:45 to 10:15", "9:45 to 10:00, assists"):  # at once, and as it is then
        await expect(visit_at(page, span)).to_have_count(1)
    await expect(page.locator(".cal-visit[data-waiting]")).to_have_count(0)
    for span in ("9:45 to 10:15", "9:45 to 10:00, assists"):
        await expect(visit_at(page, span)).to_have_count(1)
    await page.locator('[data-visit*="@"]').focus()
    for key in ("m", "Shift+ArrowDown", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_text("Assists 9:45–10:05 now.")).to_be_visible()
    for span in ("9:45 to 10:15", "9:45 to 10:05, assists"):  # the part alone
        await expect(visit_at(page, span)).to_have_count(1)

    dialog = await begin(page, "Karl")
    more = dialog.get_by_role("button", name="Add another service")
    await more.press("Enter")
    await expect(page.get_by_role("menuitem", name="Check-up")).to_be_focused()
    await page.keyboard.type("ECG")
    await expect(page.get_by_role("menuitem", name="ECG")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_text("then ECG")).to_have_count(1)
    await expect(more).to_be_focused()
    await dialog.get_by_role("button", name="Without ECG").press("Enter")
    await expect(more).to_be_focused()
    await expect(dialog.get_by_text("then ECG")).to_have_count(0)
    await _follow(page, dialog)
    await expect(dialog.get_by_text("then ECG")).to_be_visible()
    await book_at(dialog, "14:00")
    await expect(visit_of(page, "Karl Novak")).to_have_count(2)
    await visit_of(page, "Karl Novak").first.click()
    sheet = page.get_by_role("dialog", name="Karl Novak")
    await expect(sheet.get_by_text("14:30 ECG with Nina Park")).to_be_visible()
    await sheet.get_by_role("button", name="Move", exact=True).click()
    dialog = page.get_by_role("dialog", name="Move a visit")
    await dialog.get_by_label("Both services of this coming").check()
    await expect(dialog.get_by_text("Check-up, then ECG")).to_be_visible()
    await dialog.get_by_role("button", name="11:00", exact=True).click()
    await dialog.get_by_role("button", name="Move to 11:00").click()
    await expect(dialog).to_have_count(0)
    await page.get_by_role("button", name=re.compile("^Karl Novak, 11:30 to 12:00")).click()
    await expect(sheet.get_by_text("11:00 Check-up with Dr. Lin Zhao")).to_be_visible()
    await _move_by_the_private_link(await visit(await _private_link(sheet), phone=True), clinic)
    await expect(sheet.get_by_text("15:00 Check-up with Dr. Lin Zhao")).to_be_visible()
    await sheet.get_by_role("button", name="Cancel visit").click()
    await sheet.get_by_label("Why is the visit cancelled?").fill("Ill")
    await sheet.get_by_label("Both services of this coming").check()
    await sheet.get_by_role("button", name="Cancel the visit").click()
    await expect(page.locator(".cal-visit[data-struck]")).to_have_count(2)
    await page.keyboard.press("Escape")
    await _book_on_two_days(page, next_monday(clinic) + timedelta(days=1))


async def _follow(page: Page, dialog: Locator) -> None:
    """The ECG comes right after."""
    await dialog.get_by_role("button", name="Add another service").click()
    await page.get_by_role("menuitem", name="ECG").click()


async def _book_on_two_days(page: Page, tuesday: date) -> None:
    """The ECG on the day after, by one press; the focus goes where its day is typed."""
    dialog = await begin(page, "Karl")
    await dialog.get_by_role("button", name="9:00", exact=True).click()
    await _follow(page, dialog)
    await dialog.get_by_role("button", name="ECG on another day").click()
    await expect(dialog.get_by_label("Day of ECG")).to_have_value(tuesday.isoformat())
    await expect(dialog.get_by_label("Day of ECG")).to_be_focused()
    await dialog.get_by_label("Time of ECG").select_option(label="10:00")
    await expect(dialog.get_by_text(re.compile(r"10:00–10:30 · ECG · Nina Park$"))).to_be_visible()
    await expect(dialog.get_by_text("Held for you until")).to_be_visible()
    await dialog.get_by_role("button", name="Book both").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text(re.compile(r"9:00, and ECG for .*, 10:00\.$"))).to_be_visible()
    await page.get_by_role("button", name="Later", exact=True).click()
    await expect(visit_of(page, "Karl Novak")).to_have_count(1)
    await page.reload()  # shows the day one has paged to
    await expect(page).to_have_url(re.compile(f"date={tuesday}"))
    await expect(visit_of(page, "Karl Novak")).to_have_count(1)
