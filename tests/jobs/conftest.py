"""Stories about the queue begin with an empty one: other stories leave mail in it."""

import pytest_asyncio
from sqlalchemy import text

from clinic_app.database.transaction import transaction


@pytest_asyncio.fixture(autouse=True)
async def empty_queue(database: str) -> None:
    """Forget every job of this worker's database."""
    del database
    async with transaction() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs"))
