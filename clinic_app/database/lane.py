"""One transaction's way to PostgreSQL: a connection of the pool, taken when it is first needed.

Statements that are asked straight (`asking.py`) and SQLAlchemy's session share the connection,
the transaction and the tenant, in whatever order they come.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Connection as Bound
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util import greenlet_spawn

from clinic_app.database.connection import Connection
from clinic_app.database.engine import engine
from clinic_app.database.statement import Statement
from clinic_app.database.wire import Asked, Row

_SET = (
    "SELECT set_config('app.organization_id', :organization, true),"
    " set_config('app.person_id', :person, true)"
)
_SET_TENANT = Statement(_SET)
_SET_TENANT_TO_LOOK = Statement(f"{_SET}, set_config('transaction_read_only', 'on', true)")


class Tenant(NamedTuple):
    """Whose rows a transaction may see, and whether it may only look."""

    organization: str = ""
    person: str = ""
    read_only: bool = False

    def said(self) -> Asked:
        """Return the statement that tells PostgreSQL, for the transaction alone."""
        values = {"organization": self.organization, "person": self.person}
        return (_SET_TENANT_TO_LOOK if self.read_only else _SET_TENANT, values)


class Lane:
    """A connection on loan, if there has been need of one."""

    __slots__ = ("_bound", "_expected", "_loan", "_tenant", "hopeful")

    def __init__(self, tenant: Tenant, *, hopeful: bool = False) -> None:
        """Be this tenant's. hopeful: it is done again where a hope is in vain (`hope.py`)."""
        self.hopeful = hopeful
        self._tenant = tenant
        self._loan: PoolProxiedConnection | None = None
        self._bound: Bound | None = None
        self._expected: list[tuple[Asked, Exception]] = []

    def expect(self, asked: Asked, refusal: Exception) -> None:
        """Ask this with what is asked next, at the latest before the commit; no row refuses all."""
        self._expected.append((asked, refusal))

    async def settle(self) -> None:
        """Ask what is expected and was not asked yet."""
        if self._expected:
            await self.ask()

    async def ask(self, *asked: Asked) -> list[list[Row]]:
        """Return the rows of each statement; they travel together.

        To look, each asking is a transaction of its own, one round trip in all, unless the
        session has begun one.
        """
        expected, self._expected = self._expected, []
        every = [*(one for one, _ in expected), *asked]
        results = await self._exchange(every)
        for (_, refusal), found in zip(expected, results, strict=False):
            if not found:
                raise refusal
        return results[len(expected) :]

    async def _exchange(self, asked: Sequence[Asked]) -> list[list[Row]]:
        wire = (await self._take()).wire
        try:
            if self._tenant.read_only and not wire.open:
                results = (await wire.alone(self._tenant.said(), *asked))[1:]
            else:
                self.begin()
                results = await wire.exchange(*asked)
            return [wire.rows(result) for result in results]
        except psycopg.Error as error:
            raise _translated(error, asked[-1][0].sql) from error

    async def later(self, asked: Asked) -> None:
        """Send this with the next statement, or with the commit."""
        await self._take()
        self.begin()
        self._driver().wire.later(*asked)

    async def let_go_early(self) -> None:
        """Free the transaction's locks at its commit, before the disk has it (`connection.py`)."""
        await self._take()
        self.begin()
        self._driver().let_go_early()

    def enter(self, organization: str, person: str) -> None:
        """Be another tenant's from the next statement on."""
        self._tenant = Tenant(organization, person, self._tenant.read_only)
        if self._loan is not None and self._driver().wire.open:
            self._driver().wire.later(*self._tenant.said())

    def begin(self) -> None:
        """Let the tenant be the first thing of the transaction, if none has begun."""
        wire = self._driver().wire
        if any(self._tenant) and not wire.open:
            wire.later(*self._tenant.said())

    def bound(self) -> Bound:
        """Return the connection as SQLAlchemy has it; within its greenlet."""
        if self._bound is None:
            self._loan = self._loan or engine().sync_engine.raw_connection()
            self._bound = Bound(engine().sync_engine, self._loan)
        return self._bound

    async def commit(self) -> None:
        """End the transaction of what was asked straight."""
        if self._loan is not None:
            try:
                await self._driver().commit()
            except psycopg.Error as error:
                raise _translated(error, "COMMIT") from error

    async def close(self) -> None:
        """Give the connection back; what is not committed is taken back."""
        if self._loan is None:
            return
        loan: Any = self._loan
        if loan.driver_connection is None:  # SQLAlchemy has let go of it already
            return
        if self._driver().closed:
            self._loan.invalidate()
        await greenlet_spawn((self._bound or self._loan).close)

    async def _take(self) -> Connection:
        if self._loan is None:
            self._loan = await greenlet_spawn(engine().sync_engine.raw_connection)
        return self._driver()

    def _driver(self) -> Connection:
        loan: Any = self._loan
        return loan.driver_connection


def _translated(error: psycopg.Error, sql: str) -> DBAPIError:
    """Return what SQLAlchemy would have raised, so that all the rest need know one kind."""
    made: Any = DBAPIError.instance(sql, None, error, psycopg.Error, hide_parameters=True)
    return made
