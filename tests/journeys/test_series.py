"""A series in a real browser: a date that clashes is replaced before all are booked."""

import re
from datetime import datetime, time, timedelta

from playwright.async_api import Locator, Page, expect

from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import (
    begin_booking,
    booking,
    calendar_of,
    next_monday,
    tab_to,
    told,
    visit_of,
    visit_sheet,
)
from tests.journeys.test_accessibility import violations
from tests.scheduling.furniture import book, furnish, register

SOFIA = "Sofia Marín"


async def test_a_weekly_series_with_one_clash_replaced_and_then_cancelled_as_a_whole(
    visit: Visit, clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    day = next_monday(clinic)
    await book(
        clinic.doctor,
        patient_id=await register(clinic, "Amina Yusuf"),
        service_id=desk.service,
        start=datetime.combine(day + timedelta(weeks=1), time(10)),
    )
    page = await visit(calendar_of(day), clinic.reception)
    await begin_booking(page, "10:00", SOFIA)
    await booking(page).get_by_role("button", name="Repeat…").click()
    series = page.get_by_role("dialog", name="Repeat this visit")
    await series.get_by_label("Number of visits").fill("3")
    await expect(series.locator(".series-date")).to_have_count(3)
    clash = series.locator(".series-date.is-clash")
    await expect(clash).to_contain_text("10:00 is taken by another visit until 10:30")
    assert await violations(page) == []
    await clash.get_by_role("button", name="take 10:30").click()
    await series.get_by_role("button", name="Book 3 visits", exact=True).click()
    booked = told(page, "Booked 3 visits, every week on Mon.")
    await expect(booked.get_by_role("button", name="Undo")).to_be_visible()
    await _carry_the_series_and_put_it_back(page)
    await visit_of(page, SOFIA).click()
    sheet = visit_sheet(page, SOFIA)
    await expect(sheet.get_by_text("1 of 3, every week")).to_be_visible()
    await _make_it_every_other_week(page)
    await expect(sheet.get_by_text("1 of 3, every 2 weeks")).to_be_visible()
    await told(page, "every 2 weeks").get_by_role("button", name="Undo").click()
    await expect(sheet.get_by_text("1 of 3, every week")).to_be_visible()  # beside the sheet
    await sheet.get_by_role("button", name="Cancel visit").click()
    await sheet.get_by_label("Why is the visit cancelled?").fill("Gone abroad")
    await sheet.get_by_label("This and the 2 after it").check()
    await sheet.get_by_role("button", name="Cancel the visit").click()
    await expect(page.get_by_text("Cancelled 3 visits.")).to_be_visible()


async def _carry_the_series_and_put_it_back(page: Page) -> None:
    """By keyboard alone: pick up, carry, drop, choose, and undo."""
    at_ten = page.get_by_role("button", name=re.compile("^Sofia Marín, 10:00 .*one of a series"))
    await at_ten.focus()
    await page.keyboard.press("m")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(".cal-dragged")).to_contain_text("9:45")
    await page.keyboard.press("Enter")
    asks = page.get_by_role("dialog", name="Move visits of a series")
    await expect(asks.get_by_label("Only this one")).to_be_focused()
    assert await violations(page) == []
    await asks.get_by_label("This and the 2 after it").check()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Moved 2 visits; 1 stays as it was.")).to_be_visible()
    await expect(asks).to_be_hidden()
    moved = page.get_by_role("button", name=re.compile("^Sofia Marín, 9:45"))
    await expect(moved).to_be_focused()
    await told(page, "Moved 2 visits").get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("Put 2 visits back.")).to_be_visible()
    await expect(at_ten).to_be_visible()


async def _make_it_every_other_week(page: Page) -> None:
    """The visit that was booked elsewhere stays, apart, and a third date is added; by keyboard."""
    way = page.get_by_role("button", name="Change the series")
    await way.focus()
    await page.keyboard.press("Enter")
    change = page.get_by_role("dialog", name="Change the series")
    await expect(change.get_by_label("From this visit on")).to_be_focused()
    await expect(change.locator(".series-date.is-keep")).to_have_count(2)
    await page.keyboard.press("ArrowRight")
    await expect(change.get_by_label("All to come")).to_be_checked()
    await expect(change.get_by_label("All to come")).to_be_focused()
    await _have_one_anyway(page, change)
    await tab_to(page, change.get_by_label("Every"))
    await page.keyboard.type("2")  # what stands there is chosen, as Tab does
    await expect(change.locator(".series-date.is-add")).to_have_count(1)
    await expect(change.get_by_text("was moved on its own before and stays, apart")).to_be_visible()
    await expect(change.get_by_role("status")).to_have_text("4 dates, none clashes. Book 1")
    assert await violations(page) == []
    await tab_to(page, change.get_by_role("button", name="Book 1", exact=True))
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The series is now every 2 weeks on Mon")).to_be_visible()
    await expect(change).to_be_hidden()
    await expect(way).to_be_focused()


async def _have_one_anyway(page: Page, change: Locator) -> None:
    """The focus goes on to what takes the place of a pressed button; all of it is put back."""
    await change.get_by_label("Time").fill("07:00")
    clashes = change.locator(".series-date.is-clash")
    await expect(clashes).to_have_count(2)
    await tab_to(page, clashes.first.get_by_role("button", name=re.compile("^Take it anyway")))
    await page.keyboard.press("Enter")
    forced = change.locator(".series-date.is-anyway")
    await expect(forced.get_by_role("button", name=re.compile("^Undo Mon"))).to_be_focused()
    await expect(change.get_by_role("button", name="Change 1", exact=True)).to_be_enabled()
    await clashes.get_by_role("button", name=re.compile("^Mon .*: take 9:00")).click()
    await expect(change.locator(".series-date.is-instead")).to_have_count(1)
    await change.get_by_label("Time").fill("10:00")
    await expect(change.locator(".series-date.is-keep")).to_have_count(2)
