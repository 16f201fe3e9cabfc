"""A database of the demo's own: it loads only where nobody is registered."""

import os
import secrets
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime

import pytest_asyncio
from psycopg import connect, sql

from clinic_app.database import engine as engines
from clinic_app.database.engine import close_engine, open_engine
from clinic_app.demo.load_demo import load_demo
from clinic_app.kit.clock import frozen
from tests.server import SERVER_VARIABLE, TEMPLATE, url_of

# A Wednesday, 10:20 in New York and 16:20 in Berlin: both clinics are at work.
MOMENT = datetime(2026, 11, 18, 15, 20, tzinfo=UTC)


@contextmanager
def empty_database() -> Generator[str]:
    """Make a migrated database with nobody in it."""
    server = os.environ[SERVER_VARIABLE]
    name = sql.Identifier(f"polyclinic_demo_{secrets.token_hex(4)}")
    with connect(server, autocommit=True) as admin:
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(TEMPLATE))
        )
    yield url_of(server, name.as_string().strip('"'))
    with connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@asynccontextmanager
async def using(url: str) -> AsyncGenerator[None]:
    """Let the process's engine be this database's, and give the old one back."""
    before = engines._engine  # pyright: ignore[reportPrivateUsage]  # there is one per process
    open_engine(url)
    try:
        yield
    finally:
        await close_engine()
        engines._engine = before  # pyright: ignore[reportPrivateUsage]  # as above


@pytest_asyncio.fixture(scope="module")
async def demo() -> AsyncGenerator[str]:
    """The demo, loaded on a working day; the address of its database."""
    with empty_database() as url:
        async with using(url):
            with frozen(MOMENT):
                await load_demo()
            yield url


@pytest_asyncio.fixture
async def nobody_there() -> AsyncGenerator[str]:
    """An empty database, for loads that are refused."""
    with empty_database() as url:
        async with using(url):
            yield url
