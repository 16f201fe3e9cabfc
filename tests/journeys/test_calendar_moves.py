"""Visits moved on the calendar in a real browser: by mouse with Undo, and by keyboard alone."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from clinic_app.kit.zones import clock_change, to_instant, to_wall
from tests.cast import Clinic, found_clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import told
from tests.journeys.finger import carry_by_finger, rest_finger
from tests.journeys.test_calendar import a_monday, address, book_at
from tests.scheduling.furniture import Desk, Hours, furnish, hire, offer, register
from tests.scheduling.visits import Placing, place

# Safari on a tablet sends none for a finger that rests.
_NO_MENU = "() => addEventListener('contextmenu', (e) => e.stopImmediatePropagation(), true)"
_NOT_FREE = re.compile("Not free: Taken 11:00–11:30|another visit from 11:00 to 11:30")
_PUT_BACK = re.compile("put back to Dr. Lin Zhao, 10:00 to 10:30")


@pytest_asyncio.fixture
async def desk(clinic: Clinic) -> Desk:
    """Sofia Marín comes to Dr. Lin Zhao at ten, Karl Novak at eleven."""
    desk = await furnish(clinic)
    await book_at(desk, 10)
    await book_at(desk, 11, "Karl Novak")
    return desk


def sofia(page: Page, times: str) -> Locator:
    """Her visit, where it stands at these times."""
    return page.get_by_role("button", name=re.compile(f"^Sofia Marín, {times}"))


async def opened(visit: Visit, desk: Desk) -> Page:
    """The calendar, once it is drawn with its hours and may be moved about on."""
    page = await visit(address(desk.clinic), desk.clinic.reception)
    await expect(page.locator(".cal-sheet[data-editable]")).to_be_visible()
    await expect(page.locator(".cal-shade").first).to_be_attached()
    await expect(sofia(page, "10:00 to 10:30")).to_be_visible()
    return page


async def test_a_visit_is_dragged_lengthened_and_brought_back(visit: Visit, desk: Desk) -> None:
    page = await opened(visit, desk)
    mine = sofia(page, "10:00 to 10:30")
    await mine.scroll_into_view_if_needed()
    box = await mine.bounding_box()
    assert box is not None
    hour = 2 * (box["height"] + 2)
    x, y = box["x"] + 40, box["y"] + 12
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + hour, steps=4)
    await expect(page.locator(".cal-dragged[data-refused]")).to_contain_text("Taken 11:00")
    await page.mouse.move(x, y - hour / 2, steps=4)
    await expect(page.locator(".cal-dragged:not([data-refused])")).to_contain_text("9:30")
    await page.mouse.up()
    await expect(sofia(page, "9:30 to 10:00")).to_be_visible()

    await told(page, "9:30").get_by_role("button", name="Undo").click()
    await expect(sofia(page, "10:00 to 10:30")).to_be_visible()
    await expect(told(page, "10:00").get_by_role("button", name="Redo")).to_be_visible()

    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y - hour / 2, steps=4)
    await expect(page.locator(".cal-dragged")).to_contain_text("9:30")
    await page.keyboard.press("Escape")
    await page.mouse.up()
    await expect(page.locator(".cal-dragged")).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_have_count(0)  # nothing was clicked

    await page.mouse.move(x, box["y"] + box["height"] - 3)
    await page.mouse.down()
    await page.mouse.move(x, box["y"] + hour - 4, steps=4)
    await page.mouse.up()
    await expect(told(page, "Now 60 minutes long.")).to_be_visible()
    await expect(sofia(page, "10:00 to 11:00")).to_be_visible()

    lifted = page.locator(".cal-dragged")
    await carry_by_finger(page, (x, y), (x, y - hour / 2), lifted=lifted)
    await expect(told(page, "9:30").get_by_role("button", name="Undo")).to_be_visible()
    await expect(sofia(page, "9:30 to 10:30")).to_be_visible()
    await _ask_by_finger(page)


async def _ask_by_finger(page: Page) -> None:
    """On an upright tablet whose browser tells of no menu, just below the visit."""
    await page.set_viewport_size({"width": 768, "height": 1024})
    await page.evaluate(_NO_MENU)
    await expect(page.get_by_role("link", name="Queue", exact=True)).to_be_in_viewport()
    await expect(page.get_by_role("button", name="Book", exact=True)).to_be_in_viewport(ratio=1)
    mine = sofia(page, "9:30 to 10:30")
    await mine.scroll_into_view_if_needed()
    box = await mine.bounding_box()
    assert box is not None
    why = page.locator(".cal-why")
    await rest_finger(page, (box["x"] + 40, box["y"] + box["height"] + 12), until=why)
    await expect(why).to_contain_text("Dr. Lin Zhao, 10:30")
    await expect(page.get_by_role("dialog")).to_have_count(0)  # nothing was clicked


async def test_a_visit_is_carried_by_keyboard_and_each_step_is_said(
    visit: Visit, desk: Desk
) -> None:
    page = await opened(visit, desk)
    said = page.locator(".cal > [role=status]")
    await sofia(page, "10:00 to 10:30").focus()
    await page.keyboard.press("Space")
    await expect(said).to_have_text(re.compile("^Picked up Sofia Marín, 10:00 to 10:30"))
    for _ in range(4):
        await page.keyboard.press("ArrowDown")
    # What the screen knows is said at once, and what the clinic answers where the visit rests.
    await expect(said).to_have_text(_NOT_FREE)
    await expect(page.locator(".cal-why")).to_contain_text("another visit from 11:00 to 11:30")
    await page.keyboard.press("Escape")
    await expect(page.locator(".cal-why")).to_have_count(0)
    await expect(said).to_have_text(_PUT_BACK)

    await page.keyboard.press("m")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Shift+ArrowDown")
    await expect(said).to_have_text("Dr. Lin Zhao, 9:45 to 10:30")
    await page.keyboard.press("Enter")
    await expect(told(page, "Moved to")).to_be_visible()
    await expect(sofia(page, "9:45 to 10:30")).to_be_focused()
    await page.keyboard.press("Control+z")
    await expect(sofia(page, "10:00 to 10:30")).to_be_focused()

    await page.keyboard.press("m")
    for _ in range(4):
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(told(page, "has another visit")).to_be_visible()
    await expect(said).to_have_text("Sofia Marín put back.")
    await expect(sofia(page, "10:00 to 10:30")).to_be_focused()

    await page.keyboard.press("w")
    await expect(page.locator(".cal-why")).to_contain_text("has another visit from 10:00 to 10:30")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keys of the calendar")).to_be_visible()


async def test_rooms_a_month_an_agenda_and_paper(visit: Visit, desk: Desk) -> None:
    page = await opened(visit, desk)
    await page.get_by_role("button", name="All practitioners").click()
    await page.get_by_role("radio", name="Rooms").click()
    await expect(page.locator(".cal-head")).to_contain_text(re.compile("Room 1.*2 visits"))
    await page.keyboard.press("Escape")
    await page.get_by_role("radio", name="Agenda").click()
    await expect(page.get_by_role("button", name=re.compile("10:00–10:30.*Sofia"))).to_be_visible()
    await page.get_by_role("radio", name="Month").click()
    day = a_monday(desk.clinic)
    name = f"{day:%A} {day.day} {day:%B}, 2 visits"
    await page.get_by_role("button", name=re.compile(f"^{name}")).click()
    await expect(sofia(page, "10:00 to 10:30")).to_be_visible()
    await _print_the_page_itself(page)
    await page.get_by_role("link", name="Print the day").click()
    await expect(page.get_by_role("heading", name="Dr. Lin Zhao")).to_be_visible()
    await expect(
        page.get_by_role("row", name=re.compile("10:00–10:30 Sofia Marín"))
    ).to_be_visible()


async def _print_the_page_itself(page: Page) -> None:
    """What the browser prints of the calendar is the day's lists, there only while it does."""
    row = page.get_by_role("row", name=re.compile("10:00–10:30 Sofia Marín"))
    await page.emulate_media(media="print")
    await page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    await expect(row).to_be_visible()
    await expect(page.locator(".sidebar, .cal-scroller").first).to_be_hidden()
    await page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    await page.emulate_media(media="null")
    await expect(row).to_have_count(0)


def next_double_night(zone: str) -> tuple[date, datetime]:
    """Return a coming day on which the clocks go back, and its first 2:15."""
    tomorrow = to_wall(datetime.now(UTC), zone).date() + timedelta(days=1)
    days = (tomorrow + timedelta(days=n) for n in range(370))
    day = next(one for one in days if (clock_change(one, zone) or (0, 0))[1] < 0)
    wall = datetime.combine(day, time(2, 15))
    return day, to_instant(wall, zone, second_pass=False)


async def test_a_visit_goes_from_one_pass_of_a_double_hour_into_the_other(visit: Visit) -> None:
    clinic = await found_clinic(time_zone="Europe/Berlin")
    night: tuple[Hours, ...] = tuple((day, "work", time(1), time(6)) for day in range(7))
    doctor = await hire(clinic, hours=night)
    service = await offer(clinic, doctor, needs_room=False)
    day, first = next_double_night("Europe/Berlin")
    await place(Placing(clinic, doctor, service, await register(clinic)), first)
    page = await visit(f"/calendar?date={day}", clinic.reception)
    mine = sofia(page, r"2:15 \(first\) to 2:45")
    await mine.focus()
    await page.keyboard.press("Space")
    for _ in range(4):
        await page.keyboard.press("ArrowDown")
    await expect(page.locator(".cal-dragged")).to_contain_text("2:15 (second)–2:45")
    await page.keyboard.press("Enter")
    await expect(told(page, "2:15 (second)")).to_be_visible()
    await expect(sofia(page, r"2:15 \(second\) to 2:45")).to_be_visible()
    await told(page, "2:15 (second)").get_by_role("button", name="Undo").click()
    await expect(mine).to_be_visible()
