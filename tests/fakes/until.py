"""Wait for something that another task or process will do, without guessing how long it takes."""

import asyncio
from collections.abc import Awaitable, Callable

PATIENCE = 60  # seconds; a machine that does much else is slow, not wrong


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as `happened()`; fail when it does not within PATIENCE."""
    async with asyncio.timeout(PATIENCE):
        while not await happened():  # noqa: ASYNC110  # the database has no event to wait for
            await asyncio.sleep(0.02)
