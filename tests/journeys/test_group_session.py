"""A group in two browsers: seats held, taken to the last, the session moved and called off."""

import re
from datetime import datetime, time

from playwright.async_api import Locator, Page, expect

from tests.cast import Clinic
from tests.journeys.conftest import DESK, Visit
from tests.journeys.desk import booking, calendar_of, choose_patient, next_monday, visit_of
from tests.journeys.test_accessibility import turned_dark, violations
from tests.scheduling.furniture import register
from tests.scheduling.test_groups_and_overbooking import give_by_two
from tests.scheduling.test_groups_and_overbooking import visit_of as book_seat_at


def sheet(page: Page) -> Locator:
    """Return the open session."""
    return page.get_by_role("dialog", name="Check-up", exact=True)


async def open_session(page: Page) -> Locator:
    """Open it from the calendar."""
    await page.get_by_role("button", name="Check-up, 10:00", exact=False).click()
    await expect(sheet(page).get_by_role("heading", name="Who comes")).to_be_visible()
    return sheet(page)


async def begin_seat(page: Page, patient: str) -> Locator:
    """Begin to book a seat from the session's sheet, and return the button that books it."""
    await sheet(page).get_by_role("button", name="Book a seat").click()
    dialog = booking(page)
    await expect(dialog.get_by_text(re.compile("Held for you until"))).to_be_visible()
    await choose_patient(dialog, patient)
    return dialog.get_by_role("button", name="Book 10:00")


async def no_barrier(page: Page) -> None:
    """Look at what is open in the light, and at a telephone's width in the dark."""
    assert await violations(page, inside="[role=dialog]") == []
    assert await violations(await turned_dark(page), inside="[role=dialog]") == []
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size(DESK)  # pyright: ignore[reportArgumentType]  # a TypedDict


async def test_a_group_fills_moves_and_is_called_off(visit: Visit, clinic: Clinic) -> None:
    monday = next_monday(clinic)
    group = await give_by_two(clinic, seats=3)
    await book_seat_at(group, start=datetime.combine(monday, time(10)))
    for name in ("Amina Yusuf", "Karl Novak"):
        await register(clinic, name)
    desk = await visit(calendar_of(monday), clinic.reception)
    doctor = await visit(calendar_of(monday), clinic.doctor)
    await open_session(desk)
    await open_session(doctor)

    book = await begin_seat(desk, "Amina Yusuf")
    await expect(sheet(doctor).get_by_text("1 more held")).to_be_visible()
    await book.click()
    await expect(booking(desk)).to_have_count(0)
    await expect(sheet(doctor).get_by_text("2 of 3 seats")).to_be_visible()

    book = await begin_seat(doctor, "Karl Novak")
    await expect(booking(doctor).get_by_text("The last seat")).to_be_visible()
    await book.click()
    await expect(visit_of(desk, "3 of 3 seats")).to_be_visible()
    await open_session(desk)
    await expect(sheet(desk).get_by_role("listitem")).to_have_count(3)
    await expect(sheet(desk).get_by_role("button", name="Book a seat")).to_have_count(0)
    await no_barrier(desk)

    await open_session(doctor)
    await sheet(desk).get_by_role("button", name="Move session").click()
    moving = desk.get_by_role("dialog", name="Move Check-up")
    await moving.get_by_label("Practitioner").select_option(label="Nina Park")
    await expect(moving.get_by_role("button", name="10:00", pressed=True)).to_be_visible()
    await no_barrier(desk)
    eleven = moving.get_by_role("button", name="11:00")
    await expect(eleven).to_be_visible()
    await book_seat_at(group, start=datetime.combine(monday, time(11)))  # of Nina's, who is free
    await expect(eleven).to_have_count(0)
    await moving.get_by_role("button", name="Move", exact=True).click()
    await expect(
        desk.get_by_text(re.compile("3 visits moved to .*, with Nina Park"))
    ).to_be_visible()
    await expect(sheet(doctor).get_by_text("Nina Park")).to_be_visible()

    await open_session(desk)
    await sheet(desk).get_by_role("button", name="Cancel session").click()
    await sheet(desk).get_by_label("Why is the session cancelled?").fill("Nina is ill")
    await sheet(desk).get_by_role("button", name="Cancel the session").click()
    await expect(sheet(doctor).get_by_text("Nobody comes any more.")).to_be_visible()
