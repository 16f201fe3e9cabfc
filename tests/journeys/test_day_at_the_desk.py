"""The day at the desk: a patient checks in by telephone, and board and screen follow."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, expect
from sqlalchemy import update
from sqlmodel import col

from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.ids import ScreenLinkId, parse_id
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.desk.list_screen_links import list_screen_links
from clinic_app.scheduling.desk.make_screen_link import make_screen_link
from clinic_app.scheduling.desk.revoke_screen_link import revoke_screen_link
from tests.cast import Clinic, found_clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import zone_at_midday
from tests.journeys.finger import carry_by_finger
from tests.journeys.test_accessibility import violations
from tests.scheduling.furniture import furnish
from tests.scheduling.visits import Placing, place

NAME = "Sofia Marín"
BORN = date(1984, 3, 12)


async def clinic_that_expects_her() -> Clinic:
    """Found a clinic with one room, in which a patient is due now."""
    clinic = await found_clinic(time_zone=zone_at_midday())
    desk = await furnish(clinic)
    async with transaction(organization=clinic.organization_id) as session:
        her = update(Patient).where(col(Patient.id) == desk.patient)
        await session.execute(her.values(birth_date=BORN, birth_date_is="day"))
    placing = Placing(clinic, desk.practitioner, desk.service, desk.patient)
    await place(placing, datetime.now(UTC) - timedelta(minutes=1), room=desk.room)
    return clinic


async def code_of(page: Page) -> str:
    """Show the visit's check-in code at the desk, and return where it leads."""
    await page.get_by_role("button", name=NAME, exact=True).click()
    sheet = page.get_by_role("dialog", name=NAME)
    await sheet.get_by_role("button", name="Show check-in code").click()
    code = page.get_by_role("dialog", name="Check-in code")
    await expect(code.get_by_role("img", name="QR code of the check-in page")).to_be_visible()
    link = await code.get_by_text("/check-in/").inner_text()
    await page.keyboard.press("Escape")
    await expect(code).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    return urlsplit(link).path


async def wrong_click_and_back(desk: Page) -> None:
    """Carry her back to Expected by keyboard, undo that in one click, and once more by Undo."""
    name = desk.get_by_role("button", name=NAME, exact=True)
    expected = desk.get_by_role("region", name="Expected")
    await name.focus()
    await desk.keyboard.press("Space")
    await expect(desk.get_by_text(f"Picked up {NAME}, Waiting.")).to_be_attached()
    await desk.keyboard.press("ArrowLeft")
    await desk.keyboard.press("Enter")
    await expect(expected).to_contain_text(NAME)
    await expect(name).to_be_focused()
    await desk.get_by_role("button", name=f"Check in {NAME}").click()
    await expect(desk.get_by_text("Checked in. Ticket A-1.")).to_be_visible()  # the same
    await desk.get_by_role("button", name="Undo").click()
    await expect(expected).to_contain_text(NAME)
    await carried_to(desk, expected.locator(".queue-card"), "Waiting")


async def carried_to(page: Page, card: Locator, to: str) -> None:
    """Carry a card to a column by finger."""
    column = page.get_by_role("region", name=to)
    begin, end = await card.bounding_box(), await column.bounding_box()
    assert begin is not None
    assert end is not None
    at, over = (begin["x"] + 90, begin["y"] + 36), (end["x"] + 90, end["y"] + 60)
    await carry_by_finger(page, at, over, lifted=page.locator(".queue-ghost"))
    await expect(column).to_contain_text(NAME)


async def test_a_patient_checks_in_and_is_called(visit: Visit) -> None:
    clinic = await clinic_that_expects_her()
    desk = await visit("/queue", clinic.reception)
    address = await perform(clinic.reception, make_screen_link, label="Hall")
    screen = await visit(urlsplit(address).path)

    phone = await visit(await code_of(desk), phone=True)
    await expect(phone.get_by_text(NAME)).to_have_count(0)
    born = phone.get_by_label("Your date of birth")
    await born.fill("1985-03-12")
    await phone.get_by_role("button", name="Check in").click()
    await expect(phone.get_by_text("That does not match.")).to_be_visible()
    await born.fill(BORN.isoformat())
    await phone.get_by_role("button", name="Check in").click()
    await expect(phone.get_by_text("You are checked in, please sit down.")).to_be_visible()
    await expect(phone.get_by_text("A-1", exact=True)).to_be_visible()

    waiting = desk.get_by_role("region", name="Waiting")
    await expect(waiting.get_by_text("A-1", exact=True)).to_be_visible()
    await expect(screen.locator(".screen-waiting")).to_have_text("A-1")

    assert await violations(desk) == []
    assert await violations(phone) == []

    await wrong_click_and_back(desk)
    card = waiting.locator(".queue-card")
    await card.drag_to(desk.get_by_role("region", name="Done"))
    await expect(desk.get_by_text("cannot become “Done”")).to_be_visible()
    await card.drag_to(desk.get_by_role("region", name="In room"))
    await expect(screen.locator(".screen-called")).to_have_text("A-1Room 1")
    await expect(screen.get_by_text(NAME)).to_have_count(0)

    (link,) = await perform(clinic.reception, list_screen_links)
    known = parse_id(ScreenLinkId, link.id)
    await perform(clinic.reception, revoke_screen_link, link_id=known)
    await expect(screen.get_by_role("heading", name="This screen is switched off")).to_be_visible()
