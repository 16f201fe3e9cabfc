"""The test database: one server a run, one migrated template, one copy a worker.

Each test founds clinics of its own, so tests share nothing and run side by side.
"""

import base64
import os
import secrets
import tempfile
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio
from psycopg import Connection, connect, sql
from psycopg.errors import InsufficientPrivilege

from clinic_app.database.engine import close_engine, open_engine
from clinic_app.live.hub import listening
from tests.cast import Clinic, found_clinic
from tests.server import SERVER_VARIABLE, TEMPLATE, start_server, url_of

# A key for national ids; a test of settings or of rotation sets its own.
os.environ.setdefault("ENCRYPTION_KEYS", base64.b64encode(secrets.token_bytes(32)).decode())

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once, before the workers; they find it in the environment."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.add_cleanup(start_server())


@pytest.fixture(scope="session")
def database_url() -> Generator[str]:
    """A database of this worker's own, copied from the migrated template."""
    server = os.environ[SERVER_VARIABLE]
    name = f"polyclinic_test_{secrets.token_hex(4)}"
    with connect(server, autocommit=True) as admin:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        admin.execute(make.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
    yield url_of(server, name)
    with connect(server, autocommit=True) as admin:
        _drop(admin, sql.Identifier(name))


def _drop(admin: Connection, name: sql.Identifier) -> None:
    try:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
    except InsufficientPrivilege:  # autovacuum is at work there, which only a superuser may end
        admin.execute(sql.SQL("DROP DATABASE {}").format(name))  # has it end by itself


@pytest_asyncio.fixture(scope="session", autouse=False)
async def database(database_url: str) -> AsyncGenerator[str]:
    """The open engine and a listening hub, as in the running product."""
    open_engine(database_url)
    async with listening(database_url):
        yield database_url
    await close_engine()


@pytest_asyncio.fixture
async def clinic(database: str) -> Clinic:
    """A clinic in New York with the whole cast."""
    del database
    return await found_clinic()


@pytest_asyncio.fixture
async def other_clinic(database: str) -> Clinic:
    """Another clinic, in Berlin: the home of strangers."""
    del database
    return await found_clinic(time_zone="Europe/Berlin", country="DE", currency="EUR")


@pytest.fixture
def var() -> Generator[Path]:
    """A folder for one server, reachable for the user that root's server runs as."""
    with tempfile.TemporaryDirectory(prefix="pc-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)
