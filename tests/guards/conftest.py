"""The furnished clinic: one for a test to change, and one that all leave as it is."""

import pytest
import pytest_asyncio

from clinic_app.access.roles import Role
from tests.cast import Clinic
from tests.guards.furniture import furnish_all, ids_of
from tests.web.tab import sign_in


@pytest_asyncio.fixture
async def furnished(database: str) -> Clinic:
    """A clinic that has something of everything."""
    del database
    return await furnish_all()


@pytest_asyncio.fixture(scope="session")
async def untouched(database: str) -> Clinic:
    """One for all tests that prove that they left it as it was."""
    del database
    return await furnish_all()


@pytest.fixture(scope="session")
def untouched_ids(untouched: Clinic, database_url: str) -> list[str]:
    """What `ids_of` says of the untouched clinic."""
    return ids_of(database_url, untouched)


@pytest_asyncio.fixture(scope="session")
async def cookies(untouched: Clinic) -> dict[Role, str]:
    """A session of each of its members, for tests in which nobody gets past the door."""
    return {role: await sign_in(member) for role, member in untouched.team.items()}
