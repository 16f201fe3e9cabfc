"""axe-core on every page, light and dark, at the desk and on a phone: no WCAG 2.2 AA violation."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page as BrowserPage
from playwright.async_api import expect

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import transaction
from clinic_app.people.tables import Person
from clinic_app.web.shell.all_pages import ALL_PAGES
from clinic_app.web.shell.page import Page
from tests.cast import Clinic, found_clinic
from tests.guards.conftest import untouched, untouched_ids
from tests.journeys.conftest import PHONE, TABLET, Visit

__all__ = ["untouched", "untouched_ids"]

_STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What passed is not described: that takes as long as finding out.
_OPTIONS = {"runOnly": {"type": "tag", "values": _STANDARD}, "resultTypes": ["violations"]}
# Where the sidebar is a rail: it is the same beside every page, so a few stand for all.
_ON_A_TABLET = {"/calendar", "/patients"}
_SHOWN = [page for page in ALL_PAGES if page.route != "/"]  # "/" only leads elsewhere


# Whoever asks for less motion sees no colour on its way from one theme to the other.
_UNDER_WAY = "() => document.getAnimations().filter((each) => each instanceof CSSTransition).length"


async def violations(page: BrowserPage, *, inside: str | None = None) -> list[str]:
    """Return what axe finds on the page as it is, one line for each place.

    inside: look at this part alone, for what opens over a page that was looked at already.
    """
    await expect(page.locator("h1").first).to_be_visible()
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    axe: Any = Axe()  # its types are unknown in part
    results = await axe.run(page, inside, options=_OPTIONS)
    response: dict[str, list[dict[str, Any]]] = results.response
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in response["violations"]
        for node in found["nodes"]
    ]


async def turned_dark(page: BrowserPage, *, phone: bool = True) -> BrowserPage:
    """The same page in the dark and, for a phone's owner, at a phone's width."""
    await page.emulate_media(color_scheme="dark")
    if phone:
        await page.set_viewport_size(PHONE)  # pyright: ignore[reportArgumentType]  # a TypedDict
    await expect(page.locator("html.dark")).to_be_attached()
    assert await page.evaluate(_UNDER_WAY) == 0
    return page


def _path(page: Page, clinic: Clinic, patient_id: str) -> str:
    path = page.route.replace("[patient_id]", patient_id).replace("[clinic_slug]", clinic.slug)
    return path.replace("[token]", "no-such-token")


async def _with_a_temporary_password() -> Actor:
    who = (await found_clinic()).owner
    async with transaction() as session:
        (await session.get_one(Person, who.person_id)).must_change_password = True
    return who


@pytest.mark.parametrize("page", _SHOWN, ids=lambda page: page.route)
async def test_a_page_has_no_barrier(
    page: Page, visit: Visit, untouched: Clinic, untouched_ids: list[str]
) -> None:
    path = _path(page, untouched, untouched_ids[1])
    signed_in = page.permission is not None or page.route == "/welcome"
    who = untouched.owner if signed_in else None
    if page.route == "/change-password":  # shown to nobody else
        who = await _with_a_temporary_password()
    shown = await visit(path, who)
    assert await violations(shown) == []
    if page.route in _ON_A_TABLET:
        for scheme in ("dark", "light"):
            await shown.set_viewport_size(TABLET)  # pyright: ignore[reportArgumentType]  # a TypedDict
            await shown.emulate_media(color_scheme=scheme)
            assert await violations(shown) == []
    assert await violations(await turned_dark(shown)) == []
