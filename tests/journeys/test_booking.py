"""Booking in real browsers: the doctor sees it at once, the loser of a race sees what is left."""

import re
from datetime import datetime, time, timedelta

from playwright.async_api import expect
from sqlalchemy import text

from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from tests.cast import Clinic, found_clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import (
    begin_booking,
    booking,
    calendar_of,
    choose_patient,
    choose_service,
    click_gap,
    next_monday,
    visit_of,
    visit_sheet,
    zone_at_midday,
)
from tests.journeys.frames import words_of
from tests.scheduling.furniture import book, furnish, register
from tests.scheduling.visits import Placing, place

SOFIA = "Sofia Marín"

# The moment in which the first visit appears on a calendar, by the machine's one clock.
_WATCH = """() => {
    const see = () => {
        if (window.seen || !document.querySelector("[data-visit]")) return;
        window.seen = Date.now();
    };
    new MutationObserver(see).observe(document.body, { childList: true, subtree: true });
}"""
_CLICKED = """() => document.addEventListener("click", () => {
    window.clicked = Date.now();
}, { capture: true })"""


async def test_a_booking_appears_on_the_doctors_open_calendar_and_on_no_other_clinics(
    visit: Visit, clinic: Clinic, other_clinic: Clinic
) -> None:
    await furnish(clinic)
    await furnish(other_clinic)
    day = calendar_of(next_monday(clinic))
    doctor = await visit(day, clinic.doctor)
    stranger = await visit(day, other_clinic.doctor)
    for page in (doctor, stranger):
        await expect(page.locator(".cal-head")).to_contain_text("Lin Zhao")
    reception = await visit(day, clinic.reception)
    book = await begin_booking(reception, "10:00", SOFIA)
    await doctor.evaluate(_WATCH)
    await reception.evaluate(_CLICKED)
    await book.click()
    await expect(visit_of(doctor, SOFIA)).to_contain_text("10:00")
    await expect(booking(reception)).to_be_hidden()
    await expect(reception.get_by_text(re.compile(r"^Booked for Mon .*, 10:00\.$"))).to_be_visible()
    await expect(visit_of(reception, SOFIA)).to_contain_text("10:00")
    took = await doctor.evaluate("window.seen") - await reception.evaluate("window.clicked")
    print(f"\nA booking was seen in another browser after {took:.0f} ms.")  # noqa: T201  # a measurement
    # The other clinic's page is alive, and has heard nothing.
    await stranger.get_by_role("button", name="Later").click()
    await expect(stranger.get_by_label("Go to date")).not_to_have_value(
        next_monday(other_clinic).isoformat()
    )
    await expect(stranger.locator("[data-visit]")).to_have_count(0)
    assert "Sofia" not in words_of(stranger)


LOST = "That time was just taken"


async def test_a_time_is_held_for_the_first_and_told_to_the_second_until_it_is_given_back(
    visit: Visit, clinic: Clinic
) -> None:
    await furnish(clinic)
    day = calendar_of(next_monday(clinic))
    await register(clinic, "Amina Yusuf")
    reception, doctor = await visit(day, clinic.reception), await visit(day, clinic.doctor)
    await begin_booking(reception, "10:00", SOFIA)
    await expect(booking(reception).get_by_text("Held for you until")).to_be_visible()
    await expect(doctor.get_by_text("Held by Emily Rodriguez").first).to_be_visible()
    await click_gap(doctor, "11:00")
    his = booking(doctor)
    await choose_service(his)
    await choose_patient(his, "Amina Yusuf")
    ten = his.get_by_role("button", name=re.compile("^10:00"))
    await expect(ten).to_have_attribute("title", re.compile("^10:00 is held by Emily Rodriguez"))
    await booking(reception).get_by_role("button", name="Cancel").click()
    await expect(booking(reception)).to_be_hidden()
    await expect(ten).to_have_attribute("aria-disabled", "false")
    await ten.click()
    await his.get_by_role("button", name="Book 10:00").click()
    await expect(his).to_be_hidden()
    for page in (reception, doctor):
        await expect(visit_of(page, "Amina Yusuf")).to_contain_text("10:00")


async def _let_holds_run_out(clinic: Clinic) -> None:
    """Let it be later for all that is held."""
    async with transaction(organization=clinic.organization_id) as session:
        for table in ("slot_hold", "reservation"):
            await session.execute(
                text(f"UPDATE {table} SET expires_at = created_at WHERE expires_at IS NOT NULL")  # noqa: S608  # two names
            )


async def test_a_time_that_goes_while_the_dialog_is_open_is_told_at_once(
    visit: Visit, clinic: Clinic
) -> None:
    desk = await furnish(clinic)
    day = next_monday(clinic)
    page = await visit(calendar_of(day), clinic.reception)
    await begin_booking(page, "10:00", SOFIA)
    await expect(booking(page).get_by_text("Held for you until")).to_be_visible()
    await page.mouse.click(4, 4)  # a stray click beside the dialog loses nothing
    await _let_holds_run_out(clinic)
    other = await register(clinic, "Amina Yusuf")
    await book(
        clinic.doctor,
        patient_id=other,
        service_id=desk.service,
        start=datetime.combine(day, time(10)),
    )
    dialog = booking(page)
    await expect(dialog.get_by_text(LOST)).to_be_visible()
    near = dialog.locator(".booking-nearest")
    await expect(near.get_by_role("button")).to_have_text(["9:15", "9:30", "10:30", "10:45"])
    await expect(dialog.get_by_role("button", name="Choose a time")).to_be_disabled()


async def test_a_new_patient_is_registered_in_the_middle_of_a_booking(
    visit: Visit, clinic: Clinic
) -> None:
    await furnish(clinic)
    page = await visit(calendar_of(next_monday(clinic)), clinic.reception)
    await click_gap(page, "11:00")
    dialog = booking(page)
    await choose_service(dialog)
    await dialog.get_by_role("combobox", name="Patient").fill("Nour El Din")
    await dialog.get_by_role("option", name="Register “Nour El Din” as a new patient").click()
    sheet = page.get_by_role("dialog", name="Register a patient")
    await expect(sheet.get_by_label("Full name")).to_have_value("Nour El Din")
    await expect(sheet.get_by_label("Full name")).to_be_focused()
    await page.keyboard.press("Tab")  # the dialog below does not hold the keys
    await expect(sheet.get_by_label("Birth date")).to_be_focused()
    await sheet.get_by_role("button", name="Register", exact=True).click()
    await expect(dialog.get_by_role("combobox", name="Patient")).to_have_value("Nour El Din")
    await dialog.get_by_role("button", name="Book 11:00").click()
    await expect(visit_of(page, "Nour El Din")).to_contain_text("11:00")


async def test_a_reload_in_the_middle_of_a_booking_loses_nothing_that_was_saved(
    visit: Visit, clinic: Clinic
) -> None:
    await furnish(clinic)
    page = await visit(calendar_of(next_monday(clinic)), clinic.reception)
    await (await begin_booking(page, "9:00", SOFIA)).click()
    await expect(booking(page)).to_be_hidden()
    await begin_booking(page, "11:00", SOFIA)
    await page.reload()
    await expect(visit_of(page, SOFIA)).to_have_count(1)
    await expect(visit_of(page, SOFIA)).to_contain_text("9:00")
    # The times are as they were: what was half chosen has taken nothing.
    other = await visit(calendar_of(next_monday(clinic)), clinic.doctor)
    await begin_booking(other, "11:00", SOFIA)


async def test_a_visit_is_booked_by_hand_outside_working_hours_and_marked(
    visit: Visit, clinic: Clinic
) -> None:
    await furnish(clinic)
    page = await visit(calendar_of(next_monday(clinic)), clinic.reception)
    await page.get_by_role("button", name="Book", exact=True).click()
    dialog = booking(page)
    await choose_patient(dialog, SOFIA)
    await choose_service(dialog)
    await dialog.get_by_role("button", name="Another time").click()
    await dialog.get_by_label("Time, also outside").fill("07:15")
    await expect(dialog.get_by_text("Outside working hours", exact=True)).to_be_visible()
    await dialog.get_by_role("button", name="Book 7:15").click()
    await expect(visit_of(page, SOFIA)).to_contain_text("outside working hours")


async def test_a_visit_goes_its_way_in_one_browser_and_the_other_sees_each_step(
    visit: Visit,
) -> None:
    clinic = await found_clinic(time_zone=zone_at_midday())
    desk = await furnish(clinic)
    soon = now() + timedelta(hours=1)
    await place(Placing(clinic, desk.practitioner, desk.service, desk.patient), soon)
    day = to_wall(soon, clinic.time_zone).date()
    reception = await visit(calendar_of(day), clinic.reception)
    doctor = await visit(calendar_of(day), clinic.doctor)
    for page in (reception, doctor):
        await visit_of(page, SOFIA).click()
    hers, his = visit_sheet(reception, SOFIA), visit_sheet(doctor, SOFIA)
    for button, tag in (
        ("Confirm", "confirmed"),
        ("Check in", "arrived"),
        ("Start visit", "in visit"),
        ("Complete", "done"),
    ):
        await hers.get_by_role("button", name=button, exact=True).click()
        await expect(his.locator(".tag").get_by_text(tag, exact=True)).to_be_visible()
        await expect(hers.get_by_role("button", name=button, exact=True)).to_have_count(0)
    await expect(his.locator(".visit-history li")).to_have_count(4)
    await his.get_by_role("button", name="Close").click()
    await expect(visit_of(doctor, SOFIA)).to_contain_text("done")
    await expect(hers.get_by_role("button", name="Cancel visit")).to_have_count(0)


async def test_a_cancelled_visit_says_why_and_frees_its_time(visit: Visit, clinic: Clinic) -> None:
    desk = await furnish(clinic)
    day = next_monday(clinic)
    await book(
        clinic.reception,
        patient_id=desk.patient,
        service_id=desk.service,
        start=datetime.combine(day, time(10)),
    )
    page = await visit(calendar_of(day), clinic.reception)
    doctor = await visit(calendar_of(day), clinic.doctor)
    await visit_of(page, SOFIA).click()
    sheet = visit_sheet(page, SOFIA)
    await sheet.get_by_role("button", name="Cancel visit").click()
    await sheet.get_by_role("button", name="Cancel the visit").click()
    reason = sheet.get_by_label("Why is the visit cancelled?")
    await expect(reason).to_have_accessible_description("Please say why the visit is cancelled.")
    await reason.fill("She has a cold")
    await sheet.get_by_role("button", name="Cancel the visit").click()
    await expect(sheet.get_by_text("“She has a cold”")).to_be_visible()
    await sheet.get_by_role("button", name="Close").click()
    await expect(doctor.locator(".cal-visit[data-struck]")).to_have_count(1)
    await begin_booking(doctor, "11:00", SOFIA)
    times = booking(doctor).get_by_role("group", name=re.compile("Free times"))
    await times.get_by_role("button", name="10:00", exact=True).click()
    await booking(doctor).get_by_role("button", name="Book 10:00").click()
    await expect(booking(doctor)).to_be_hidden()
    await expect(visit_of(page, SOFIA)).to_have_count(2)


async def test_a_moved_visit_keeps_its_history(visit: Visit, clinic: Clinic) -> None:
    desk = await furnish(clinic)
    day = next_monday(clinic)
    await book(
        clinic.reception,
        patient_id=desk.patient,
        service_id=desk.service,
        start=datetime.combine(day, time(10)),
    )
    page = await visit(calendar_of(day), clinic.reception)
    doctor = await visit(calendar_of(day), clinic.doctor)
    await visit_of(page, SOFIA).click()
    await visit_sheet(page, SOFIA).get_by_role("button", name="Move").click()
    dialog = page.get_by_role("dialog", name="Move a visit")
    times = dialog.get_by_role("group", name=re.compile("Free times"))
    await times.get_by_role("button", name="14:30", exact=True).click()
    await dialog.get_by_role("button", name="Move to 14:30").click()
    for one in (page, doctor):
        await expect(visit_of(one, SOFIA)).to_have_count(1)
        await expect(visit_of(one, SOFIA)).to_contain_text("14:30")
    await visit_of(doctor, SOFIA).click()
    history = visit_sheet(doctor, SOFIA).locator(".visit-history")
    await expect(history).to_contain_text("Booked")
    await expect(history).to_contain_text("Moved")
