"""The public page on a screen that is shared: what was one patient's is not the next one's."""

from datetime import timedelta
from typing import Any

import pytest

from clinic_app.database.transaction import perform
from clinic_app.kit.clock import frozen, now
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.web.outside.booking_state import PublicBookingState
from tests.pathways.conftest import Outside, at, at_once, new_mail, outside
from tests.scheduling.furniture import MONDAY
from tests.web.outside.steps import at_the_code, confirm, go_to, on_monday_morning
from tests.web.tab import Tab

__all__ = ["at_once", "on_monday_morning", "outside"]

MINUTE = timedelta(minutes=1)


async def _open(tab: Tab, address: str, later: timedelta) -> None:
    go_to(tab, address)
    with frozen(now() + later):
        await tab.send(PublicBookingState, "open")


def _told(page: Any) -> tuple[str, ...]:  # noqa: ANN401  # a state
    return (page.name, page.birth, page.contact, page.visit_path, page.check_in, page.start_words)


async def test_only_a_reload_at_once_shows_a_finished_booking_again(outside: Outside) -> None:
    address = f"/book/{outside.slug}"
    reload_, again = f"{address}#step-done", address
    for hour, loads in (
        (10, [(reload_, MINUTE, "done"), (reload_, 2 * MINUTE, "over")]),
        (11, [(again, MINUTE, "service")]),
    ):
        contact = new_mail()
        tab, page = await at_the_code(outside, contact, hour)
        await confirm(outside, tab, contact)
        for at_address, later, step in loads:
            await _open(tab, at_address, later)
            assert page.step == step
            assert any(_told(page)) == (step == "done")


@pytest.mark.parametrize(
    ("end", "later", "step"),
    [
        *(("#step-code", 9 * MINUTE, "code"), ("#step-code", 10 * MINUTE, "left")),
        ("", MINUTE, "service"),
    ],
)
async def test_what_was_typed_is_gone_when_its_code_is_and_the_time_is_free_again(
    outside: Outside, end: str, later: timedelta, step: str
) -> None:
    tab, page = await at_the_code(outside, new_mail())
    await _open(tab, f"/book/{outside.slug}{end}", later)
    assert page.step == step
    assert any(_told(page)) == (step == "code")
    slots = await perform(
        outside.clinic.reception,
        find_free_slots,
        service_id=outside.desk.service,
        first_day=MONDAY,
    )
    assert (at(10) in {slot.start for slot in slots}) == (step != "code")


async def test_whoever_is_gone_leaves_nothing_behind(outside: Outside) -> None:
    tab, page = await at_the_code(outside, new_mail())
    await tab.send(PublicBookingState, "forget")  # after ten minutes of nothing
    assert (page.step, page.embedded, any(_told(page))) == ("left", True, False)
    await tab.send(PublicBookingState, "start_over")
    await tab.send(PublicBookingState, "forget")  # of nobody: a visitor may take their time
    assert page.step == "service"
