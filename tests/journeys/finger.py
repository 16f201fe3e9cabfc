"""A finger on the screen, as a tablet tells of one."""

from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import Locator, Page, expect

Point = tuple[float, float]


async def carry_by_finger(page: Page, start: Point, end: Point, *, lifted: Locator) -> None:
    """Rest on what stands at a point until it is lifted, and carry it to another."""
    touch = await _hand(page)
    await touch("touchStart", start)
    await expect(lifted).to_be_visible()
    await touch("touchMove", end)
    await touch("touchEnd")


async def rest_finger(page: Page, at: Point, *, until: Locator) -> None:
    """Rest on a point until something is seen, and let go."""
    touch = await _hand(page)
    await touch("touchStart", at)
    await expect(until).to_be_visible()
    await touch("touchEnd")


async def _hand(page: Page) -> Callable[..., Awaitable[None]]:
    hand: Any = await page.context.new_cdp_session(page)

    async def touch(kind: str, *points: Point) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        await hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    return touch
