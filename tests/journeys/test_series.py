"""A series in a real browser: a date that clashes is replaced before all are booked."""

from datetime import datetime, time, timedelta

from playwright.async_api import expect

from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import (
    begin_booking,
    booking,
    calendar_of,
    next_monday,
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
    await expect(page.get_by_text("Booked 3 visits, every week on Mon.")).to_be_visible()
    await visit_of(page, SOFIA).click()
    sheet = visit_sheet(page, SOFIA)
    await expect(sheet.get_by_text("1 of 3, every week")).to_be_visible()
    await sheet.get_by_role("button", name="Cancel visit").click()
    await sheet.get_by_label("Why is the visit cancelled?").fill("Gone abroad")
    await sheet.get_by_label("This and the 2 after it").check()
    await sheet.get_by_role("button", name="Cancel the visit").click()
    await expect(page.get_by_text("Cancelled 3 visits.")).to_be_visible()
