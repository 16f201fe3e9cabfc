"""Answers that take the same time whatever was found out."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager


@asynccontextmanager
async def at_least(seconds: float) -> AsyncGenerator[None]:
    """Let the block take at least so long, also when it refuses; work and waiting overlap."""
    enough = asyncio.create_task(asyncio.sleep(seconds))
    try:
        yield
    finally:
        await enough
