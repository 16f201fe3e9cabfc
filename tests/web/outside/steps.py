"""A stranger's tab, step by step, without a browser."""

from collections.abc import Generator
from dataclasses import replace
from typing import Any

import pytest
from reflex.istate.data import ReflexURL

from clinic_app.kit.clock import frozen
from clinic_app.kit.ids import BookingRequestId, parse_id
from clinic_app.web.outside.booking_state import PublicBookingState
from tests.pathways.conftest import Outside, at, code_of
from tests.scheduling.furniture import MORNING
from tests.web.tab import Tab


@pytest.fixture(autouse=True)
def on_monday_morning() -> Generator[None]:
    """The stories play on one Monday, before the clinic opens."""
    with frozen(MORNING):
        yield


def tab_at(path: str) -> Tab:
    """Return a new tab at an address."""
    tab = Tab()
    go_to(tab, path)
    return tab


def go_to(tab: Tab, path: str) -> None:
    """Give the tab another address, as its browser's bar has it."""
    tab.root.router = replace(tab.root.router, url=ReflexURL(f"http://clinic.example{path}"))


async def at_the_code(outside: Outside, contact: str, hour: int = 10) -> tuple[Tab, Any]:
    """Return a tab, and its page, where a code was just sent for Monday at some hour."""
    tab = tab_at(f"/book/{outside.slug}?embed=1")
    await tab.send(PublicBookingState, "open")
    await tab.send(PublicBookingState, "choose_service", str(outside.desk.service))
    await tab.send(PublicBookingState, "choose_time", at(hour).isoformat())
    form = {"name": "Sofia Marín", "birth": "1984-03-12", "contact": contact}
    await tab.send(PublicBookingState, "send_code", form)
    return tab, tab.state(PublicBookingState)


async def confirm(outside: Outside, tab: Tab, contact: str) -> None:
    """Type the code that was sent."""
    page = tab.state(PublicBookingState)
    code = await code_of(outside.clinic, contact, parse_id(BookingRequestId, page.request_id))
    await tab.send(PublicBookingState, "confirm", {"code": f" {code[:3]} {code[3:]} "})
