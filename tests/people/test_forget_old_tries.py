"""Old counts go, counts that still limit stay."""

from datetime import timedelta

import pytest

from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.people.accounts.forget_old_tries import KEPT, forget_old_tries
from clinic_app.people.accounts.rate_limit import Limit, Tries, take_try
from clinic_app.people.tables import RateCount
from tests.people.accounts import visitor

pytestmark = pytest.mark.usefixtures("database")

LIMIT = Limit("a test's own", most=1, window=timedelta(hours=1))


async def test_old_counts_are_forgotten_and_those_that_limit_are_not() -> None:
    old, fresh = Tries(LIMIT, visitor().address), Tries(LIMIT, visitor().address)
    with frozen(now() - KEPT - timedelta(seconds=1)):
        await take_try(old)
    await take_try(fresh)
    async with transaction() as session:
        await forget_old_tries(session)
    async with transaction() as session:
        assert await session.get(RateCount, old.key) is None
        assert await session.get(RateCount, fresh.key) is not None
