"""The calendar in a real browser: live, and for its own clinic alone; by keyboard; on a phone."""

import re
from datetime import date, datetime, time, timedelta

import pytest_asyncio
from playwright.async_api import expect

from clinic_app.access.roles import Role
from clinic_app.database.transaction import perform
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.zones import to_instant, to_wall
from clinic_app.people.patients.edit_patient import edit_patient
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.set_up.save_practitioner import save_practitioner
from clinic_app.scheduling.visit.cancel_appointment import cancel_appointment
from clinic_app.scheduling.visit.check_in import check_in
from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.frames import words_of
from tests.scheduling.furniture import Desk, book, furnish, hire, register
from tests.scheduling.visits import Placing, place


@pytest_asyncio.fixture
async def desk(clinic: Clinic) -> Desk:
    """A clinic ready to book: Dr. Lin Zhao, a room, a check-up, Sofia Marín."""
    return await furnish(clinic)


def a_monday(clinic: Clinic) -> date:
    """The Monday of the week after next: a working day that is not today."""
    today = to_wall(now(), clinic.time_zone).date()
    return today + timedelta(days=14 - today.weekday())


def address(clinic: Clinic) -> str:
    return f"/calendar?date={a_monday(clinic)}"


async def book_at(desk: Desk, hour: int, patient: str = "") -> Booked:
    """Book with Dr. Lin Zhao through the verb, as another process would."""
    return await book(
        desk.clinic.reception,
        patient_id=await register(desk.clinic, patient) if patient else desk.patient,
        service_id=desk.service,
        start=datetime.combine(a_monday(desk.clinic), time(hour)),
    )


async def test_a_booking_shows_on_every_calendar_of_the_clinic_and_on_no_others(
    visit: Visit, desk: Desk, other_clinic: Clinic
) -> None:
    clinic = desk.clinic
    await furnish(other_clinic)
    doctor = await visit(address(clinic), clinic.doctor)
    reception = await visit(address(clinic), clinic.reception)
    stranger = await visit(address(clinic), other_clinic.owner)
    for page in (doctor, reception, stranger):
        await expect(page.get_by_text("Dr. Lin Zhao").first).to_be_visible()

    booked = await book_at(desk, 10, "Amina Yusuf")
    for page in (doctor, reception):
        await expect(
            page.get_by_role("button", name=re.compile("^Amina Yusuf, 10:00 to 10:30, Check-up"))
        ).to_be_visible()

    with frozen(booked.start):
        await perform(clinic.reception, check_in, appointment_id=booked.appointment_id)
    await expect(doctor.get_by_role("button", name=re.compile("Amina.*arrived"))).to_be_visible()

    await stranger.reload()
    await expect(stranger.get_by_text("General · 0 visits")).to_be_visible()
    assert "Amina" not in words_of(stranger)


async def test_cancelling_and_renaming_show_at_once(visit: Visit, desk: Desk) -> None:
    page = await visit(address(desk.clinic), desk.clinic.doctor)
    booked = await book_at(desk, 11)
    await expect(page.get_by_role("button", name=re.compile("^Sofia Marín"))).to_be_visible()
    await perform(
        desk.clinic.reception,
        edit_patient,
        patient_id=desk.patient,
        version=1,
        draft=PatientDraft(name="Sofia Marín Ruiz", file_number="20000"),
    )
    renamed = page.get_by_role("button", name=re.compile("^Sofia Marín Ruiz"))
    await expect(renamed).to_be_visible()
    await perform(
        desk.clinic.reception,
        cancel_appointment,
        appointment_id=booked.appointment_id,
        reason="Ill",
    )
    await expect(page.get_by_role("button", name=re.compile("Sofia.*called off"))).to_be_visible()
    await expect(page.get_by_text("General · 0 visits")).to_be_visible()


async def test_a_push_takes_neither_focus_nor_place(visit: Visit, desk: Desk) -> None:
    await book_at(desk, 10)
    page = await visit(address(desk.clinic), desk.clinic.reception)
    mine = page.get_by_role("button", name=re.compile("^Sofia Marín"))
    await mine.focus()
    scroller = page.locator(".cal-scroller")
    await scroller.evaluate("box => { box.scrollTop = 60 }")
    await book_at(desk, 14, "Karl Novak")
    await expect(page.get_by_role("button", name=re.compile("^Karl Novak"))).to_be_attached()
    await expect(mine).to_be_focused()
    assert await scroller.evaluate("box => box.scrollTop") == 60


async def test_the_calendar_by_keyboard_alone(visit: Visit, desk: Desk) -> None:
    await book_at(desk, 10)
    page = await visit(address(desk.clinic), desk.clinic.reception)
    await page.get_by_role("button", name=re.compile("^Sofia Marín")).focus()
    await page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Sofia Marín")
    await expect(sheet.get_by_text("10:00–10:30")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(sheet).not_to_be_visible()

    cursor = page.get_by_role("button", name=re.compile("arrow keys choose the time"))
    await cursor.focus()
    await page.keyboard.press("Home")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Book a visit")
    await expect(dialog.get_by_label("Practitioner")).to_have_value(str(desk.practitioner))
    await expect(dialog.get_by_label("Day")).to_have_value(str(a_monday(desk.clinic)))
    await page.keyboard.press("Escape")

    await cursor.focus()
    await page.keyboard.press("PageDown")
    tuesday = a_monday(desk.clinic) + timedelta(days=1)
    await expect(page.get_by_role("heading", level=1)).to_contain_text(f"Tuesday, {tuesday.day}")
    await page.keyboard.press("t")
    await expect(page.get_by_label("Go to date")).to_have_value(
        str(to_wall(now(), desk.clinic.time_zone).date())
    )


async def test_days_weeks_and_a_typed_date(visit: Visit, desk: Desk) -> None:
    await book_at(desk, 10)
    day = a_monday(desk.clinic)
    page = await visit(address(desk.clinic), desk.clinic.reception)
    mine = page.get_by_role("button", name=re.compile("^Sofia Marín"))
    await page.get_by_role("button", name="Later").click()
    await expect(mine).to_have_count(0)
    await page.get_by_role("radio", name="Week").click()
    await expect(mine).to_be_visible()
    await page.get_by_role("button", name=re.compile(f"^Open Mon {day.day}")).click()
    await expect(page.get_by_role("radio", name="Day")).to_be_checked()
    await expect(mine).to_be_visible()
    await page.get_by_label("Go to date").fill(str(day + timedelta(days=3)))
    await expect(mine).to_have_count(0)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Thursday")
    await expect(page.get_by_text("New York time")).to_be_visible()


async def test_of_many_columns_those_in_sight_are_drawn_and_all_can_be_hidden(
    visit: Visit, desk: Desk
) -> None:
    others = [await hire(desk.clinic, f"Dr. Omar {number}") for number in range(11, 25)]
    await book_at(desk, 10)
    placing = Placing(desk.clinic, others[-1], desk.service, await register(desk.clinic, "Karl"))
    await place(
        placing,
        to_instant(datetime.combine(a_monday(desk.clinic), time(11)), desk.clinic.time_zone),
    )
    page = await visit(address(desk.clinic), desk.clinic.reception)
    mine = page.get_by_role("button", name=re.compile("^Sofia Marín"))
    # What is far out of sight is not drawn; the keys get there all the same.
    await expect(page.get_by_role("button", name="Show 1 of Dr. Omar 24")).to_be_attached()
    await mine.focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("button", name=re.compile("^Karl, 11:00"))).to_be_focused()
    await expect(page.get_by_role("button", name="Show 1 of Dr. Omar 24")).to_have_count(0)
    await expect(mine).to_have_class(re.compile("tint-teal"))
    await page.get_by_role("button", name="Colours").click()
    await page.get_by_role("radio", name="State").click()
    await expect(mine).to_have_class(re.compile("tint-slate"))
    await expect(page.get_by_text("No-show")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="All practitioners").click()
    await page.get_by_role("checkbox", name="Dr. Lin Zhao").click()
    await expect(mine).to_have_count(0)
    await page.get_by_role("button", name="Only Dr. Lin Zhao").click()
    await expect(mine).to_be_visible()
    await expect(page.locator(".cal-column")).to_have_count(1)


async def test_who_may_not_book_is_offered_no_booking(visit: Visit, desk: Desk) -> None:
    await book_at(desk, 10)
    page = await visit(address(desk.clinic), desk.clinic.team[Role.PHARMACY])
    await expect(page.get_by_role("button", name=re.compile("^Sofia Marín"))).to_be_visible()
    await expect(page.get_by_role("button", name="Book", exact=True)).to_have_count(0)
    await expect(page.locator(".cal-cursor")).to_have_count(0)
    await page.locator(".cal-column").click(position={"x": 80, "y": 40})
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_empty_clinic_is_led_to_its_first_practitioner(
    visit: Visit, clinic: Clinic
) -> None:
    owner = await visit("/calendar", clinic.owner)
    await expect(owner.get_by_role("link", name="Add the first practitioner")).to_be_visible()
    doctor = await visit("/calendar", clinic.doctor)
    await expect(doctor.get_by_text("No practitioners yet")).to_be_visible()
    await expect(doctor.get_by_role("link", name="Add the first practitioner")).to_have_count(0)
    await perform(clinic.owner, save_practitioner, name="Dr. Lin Zhao", specialty="General")
    for page in (owner, doctor):
        await expect(page.get_by_text("General · 0 visits")).to_be_visible()


async def test_a_phone_shows_the_day_as_a_list(visit: Visit, desk: Desk) -> None:
    await book_at(desk, 14, "Karl Novak")
    await book_at(desk, 9)
    page = await visit(address(desk.clinic), desk.clinic.reception, phone=True)
    rows = page.locator(".day-list-rows").get_by_role("button")
    await expect(rows).to_have_text(
        [re.compile("9:00.*Sofia Marín.*Dr. Lin Zhao"), re.compile("14:00.*Karl Novak")]
    )
    await expect(page.locator(".cal")).to_have_count(0)  # not drawn twice
    await book_at(desk, 11, "Iris Berg")
    await expect(rows.nth(1)).to_contain_text("Iris Berg")
    await rows.nth(1).click()
    await expect(page.get_by_role("dialog", name="Iris Berg")).to_be_visible()
    await page.keyboard.press("Escape")
    tuesday = a_monday(desk.clinic) + timedelta(days=1)
    await page.get_by_role("button", name=f"Tuesday {tuesday.day} {tuesday:%B}").click()
    await expect(page.get_by_text("No visits on this day.")).to_be_visible()
    await page.get_by_role("button", name="Book a visit").click()
    dialog = page.get_by_role("dialog", name="Book a visit")
    await expect(dialog.get_by_label("Day")).to_have_value(str(tuesday))
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await page.get_by_role("radio", name="Week").click()
    await expect(page.locator(".agenda-visit")).to_have_count(3)
    await page.get_by_role("radio", name="Month").click()
    await page.locator(f'.month-day[data-day="{a_monday(desk.clinic)}"]').click()
    await expect(rows).to_have_count(3)
