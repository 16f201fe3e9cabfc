"""What a receptionist's hands do on the calendar and in the booking dialog."""

import re
from datetime import UTC, date, datetime, timedelta

from playwright.async_api import Locator, Page, expect

from clinic_app.kit.zones import to_wall
from tests.cast import Clinic


def next_monday(clinic: Clinic) -> date:
    """Return a working day that is neither today nor far away, in the clinic's zone."""
    today = to_wall(datetime.now(UTC), clinic.time_zone).date()
    return today + timedelta(days=7 - today.weekday())


def zone_at_midday() -> str:
    """Return a zone in which it is about noon: a day must not end during the test."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}"  # POSIX counts westward


def calendar_of(day: date) -> str:
    """Return the address of a day."""
    return f"/calendar?date={day.isoformat()}"


def visit_of(page: Page, patient: str) -> Locator:
    """Return a patient's visits on the calendar."""
    return page.locator(".cal-visit").filter(has_text=patient)


async def click_gap(page: Page, clock: str) -> None:
    """Click into the first column at a full hour such as 10:00."""
    hour = page.locator(".cal-hour").get_by_text(clock, exact=True)
    await hour.scroll_into_view_if_needed()
    line, column = await hour.bounding_box(), await page.locator(".cal-column").bounding_box()
    assert line is not None
    assert column is not None
    middle = column["x"] + column["width"] / 2
    await page.mouse.click(middle, line["y"] + line["height"] / 2 + 4)


def booking(page: Page) -> Locator:
    """Return the open booking dialog."""
    return page.get_by_role("dialog", name="Book a visit")


async def choose_patient(dialog: Locator, name: str) -> None:
    """Type a part of the name and take the one found."""
    await dialog.get_by_role("combobox", name="Patient").fill(name)
    await dialog.get_by_role("option", name=re.compile(f"^{name}")).click()
    await expect(dialog.get_by_role("combobox", name="Patient")).to_have_value(re.compile(name))


async def choose_service(dialog: Locator, name: str = "Check-up") -> None:
    """Take a service by its name."""
    await dialog.get_by_role("combobox", name="Service").select_option(label=name)


async def begin_booking(page: Page, clock: str, patient: str) -> Locator:
    """Click a gap and fill the dialog in; what is left is to press the button returned."""
    await click_gap(page, clock)
    dialog = booking(page)
    await choose_patient(dialog, patient)
    await choose_service(dialog)
    button = dialog.get_by_role("button", name=f"Book {clock}")
    await expect(button).to_be_enabled()
    return button


def visit_sheet(page: Page, patient: str) -> Locator:
    """Return the open sheet of a patient's visit."""
    return page.get_by_role("dialog", name=patient)


def told(page: Page, words: str) -> Locator:
    """A toast, by what it says."""
    return page.locator("[data-sonner-toast]").filter(has_text=words)


async def choose_time(page: Page, monday: date, clock: str) -> None:
    """As a patient, on a page of the clinic: take a time of a Monday."""
    await expect(page.get_by_text("All times are New York time")).to_be_visible()
    await page.get_by_role("button", name=re.compile(f"^Mon ?{monday.day} {monday:%b}")).click()
    day = page.get_by_role("group", name=re.compile(f"Monday {monday.day} "))
    await day.get_by_role("button", name=clock, exact=True).click()


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus, as long as a person would."""
    for _ in range(40):
        await page.keyboard.press("Tab")
        if await wanted.evaluate_all("them => them.includes(document.activeElement)"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")
