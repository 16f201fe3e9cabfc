"""Wait for something that another task or process will do, without guessing how long it takes."""

import asyncio
from collections.abc import Awaitable, Callable

_PATIENCE = 20.0


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Return as soon as `happened()`; fail when it does not within 20 seconds."""
    async with asyncio.timeout(_PATIENCE):
        while not await happened():  # noqa: ASYNC110  # the database has no event to wait for
            await asyncio.sleep(0.02)
