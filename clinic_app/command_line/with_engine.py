"""Runs asynchronous work of a command against the database, and closes what it opened."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from clinic_app.database.engine import close_engine, open_engine
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings

T = TypeVar("T")


def with_engine(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end with the engine open, and return what it returns."""

    async def run() -> T:
        open_engine(_url())
        try:
            return await work
        finally:
            await close_engine()

    return asyncio.run(run())


def owner_url() -> str:
    """The login that owns the schema."""
    return settings().database_owner_url or _url()


def _url() -> str:
    url = settings().database_url
    if url is None:
        raise CannotStart("DATABASE_URL is not set.")
    return url
