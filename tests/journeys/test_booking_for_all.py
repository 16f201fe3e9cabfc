"""The booking dialog and the visit sheet before axe."""

import re
from datetime import datetime, time

from playwright.async_api import expect

from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import (
    booking,
    calendar_of,
    choose_patient,
    choose_service,
    next_monday,
    visit_sheet,
)
from tests.journeys.test_accessibility import violations
from tests.scheduling.furniture import book, furnish

SOFIA = "Sofia Marín"


async def test_dialog_and_sheet_have_no_barrier(visit: Visit, clinic: Clinic) -> None:
    desk, day = await furnish(clinic), next_monday(clinic)
    await book(
        clinic.reception,
        patient_id=desk.patient,
        service_id=desk.service,
        start=datetime.combine(day, time(9, 30)),
        note="Wheelchair",
    )
    for phone, theme in ((False, "light"), (True, "dark")):
        page = await visit(calendar_of(day), clinic.reception, phone=phone, theme=theme)
        await page.get_by_role("button", name=re.compile("^Book")).first.click()
        dialog = booking(page)
        await choose_patient(dialog, SOFIA)
        await choose_service(dialog)
        await dialog.get_by_role("button", name="11:00", exact=True).click()
        await expect(dialog.get_by_role("button", name="Book 11:00")).to_be_enabled()
        assert await violations(page) == []
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
        await page.get_by_role("button", name=re.compile(SOFIA)).click()
        sheet = visit_sheet(page, SOFIA)
        await expect(sheet.get_by_text("Wheelchair")).to_be_visible()
        assert await violations(page) == []
        await sheet.get_by_role("button", name="Cancel visit").click()
        await sheet.get_by_role("button", name="Cancel the visit").click()
        await expect(sheet.get_by_text("Please say why")).to_be_visible()
        assert await violations(page) == []
