"""axe-core on what opens over the pages: sheets, dialogs, menus, the palette, the drawer."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from tests.cast import Clinic
from tests.guards.conftest import untouched, untouched_ids
from tests.guards.furniture import MARK
from tests.journeys.conftest import Visit
from tests.journeys.test_accessibility import turned_dark, violations

__all__ = ["untouched", "untouched_ids"]

Way = Callable[[Page], Awaitable[object]]


def _button(name: str, *, exact: bool = True) -> Way:
    async def press(page: Page) -> None:
        await page.get_by_role("button", name=name, exact=exact).first.click()

    return press


def _row(name: str) -> Way:
    async def press(page: Page) -> None:
        await page.get_by_role("table").get_by_text(name).first.click()

    return press


async def _palette(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("Find or do anything")).click()
    await page.get_by_placeholder("Find a patient, a page or an action").fill(MARK)
    await expect(page.get_by_role("option", name=re.compile(MARK)).first).to_be_visible()


async def _half_filled(page: Page) -> None:
    """Register somebody who is there already, then nobody: warning and error at once."""
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Full name").fill(f"{MARK} Patient")
    await sheet.get_by_label("Birth date").fill("1984-03-12")
    await sheet.get_by_role("button", name="Register", exact=True).click()
    await expect(sheet.get_by_role("button", name="Register anyway")).to_be_visible()
    await sheet.get_by_label("Email").fill("nonsense")
    await sheet.get_by_role("button", name="Register anyway").click()
    await expect(sheet.get_by_label("Email")).to_have_attribute("aria-invalid", "true")


async def _hours(page: Page) -> None:
    await _row(f"Dr. {MARK}")(page)
    await page.get_by_role("radio", name="Working hours").click()
    await expect(page.get_by_role("group", name="Monday")).to_be_visible()


async def _time_off(page: Page) -> None:
    await _button("Enter time off")(page)
    await page.get_by_label("Who is away?").select_option(label=f"Dr. {MARK}")
    await expect(page.get_by_role("button", name="Add time off")).to_be_visible()


async def _exceptions(page: Page) -> None:
    await _row(f"Dr. {MARK}")(page)
    await page.get_by_role("radio", name="Exceptions").click()
    await page.get_by_role("radio", name="Other hours").click()
    await expect(page.get_by_role("button", name="Add a break")).to_be_visible()


def _view(name: str) -> Way:
    async def choose(page: Page) -> None:
        await page.get_by_role("radio", name=name).click()
        await expect(page.locator(".month, .agenda-days")).to_be_visible()

    return choose


async def _drawer(page: Page) -> None:
    await page.get_by_role("button", name="Menu", exact=True).click()


_PATIENT = "/patients/PATIENT"
_OPENINGS: dict[str, tuple[str, Way, str]] = {
    "register": ("/patients?register=1", _half_filled, "dialog"),
    "palette": ("/dashboard", _palette, "dialog"),
    "clinic menu": ("/dashboard", _button("City Medical", exact=False), "menu"),
    "my menu": ("/dashboard", _button("Sarah Johnson", exact=False), "menu"),
    "practitioners": ("/calendar", _button("All practitioners", exact=False), "dialog"),
    "month": ("/calendar", _view("Month"), "list"),
    "agenda": ("/calendar", _view("Agenda"), "list"),
    "colours": ("/calendar", _button("Colours"), "dialog"),
    "waiting": ("/waiting-list", _button("Add"), "dialog"),
    "edit": (_PATIENT, _button("Edit"), "dialog"),
    "alert": (_PATIENT, _button("Add alert"), "dialog"),
    "end alert": (_PATIENT, _button("End the alert", exact=False), "alertdialog"),
    "identifier": (_PATIENT, _button("Add"), "dialog"),
    "practitioner": ("/settings/practitioners", _row(f"Dr. {MARK}"), "dialog"),
    "hours": ("/settings/practitioners", _hours, "dialog"),
    "time off": ("/visits-to-move", _time_off, "dialog"),
    "exceptions": ("/settings/practitioners", _exceptions, "dialog"),
    "holidays": ("/settings/holidays", _button("Add holidays"), "dialog"),
    "row menu": ("/settings/rooms", _button("Actions for", exact=False), "menu"),
    "service": ("/settings/services", _row(f"{MARK} check"), "dialog"),
    "room": ("/settings/rooms", _row(f"{MARK} room"), "dialog"),
    "api key": ("/settings/api-keys", _button("New key"), "dialog"),
    "device": ("/settings/devices", _row(f"{MARK} device"), "dialog"),
}
_AT_THE_DESK_ALONE = {"palette", "clinic menu", "my menu", "colours"}


@pytest.mark.parametrize("opening", _OPENINGS)
async def test_what_opens_has_no_barrier(
    opening: str, visit: Visit, untouched: Clinic, untouched_ids: list[str]
) -> None:
    path, way, role = _OPENINGS[opening]
    path = path.replace("PATIENT", untouched_ids[1])
    page = await visit(path, untouched.owner)
    await way(page)
    for dark in (False, True):
        if dark:
            await turned_dark(page, phone=opening not in _AT_THE_DESK_ALONE)
        await expect(page.locator(f"[role={role}]:visible").first).to_be_visible()
        assert await violations(page) == []


async def test_the_phones_drawer_has_no_barrier(visit: Visit, untouched: Clinic) -> None:
    for theme in ("light", "dark"):
        page = await visit("/dashboard", untouched.owner, phone=True, theme=theme)
        await _drawer(page)
        await expect(page.get_by_role("dialog")).to_be_visible()
        assert await violations(page) == []
