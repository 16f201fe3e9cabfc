"""SQLAlchemy's way over a connection's wire: as much of a cursor as it asks for."""

from collections.abc import Mapping, Sequence
from typing import Self

from psycopg.pq.abc import PGresult

from clinic_app.database.statement import formatted, plain
from clinic_app.database.wire import Row, Wire

Described = tuple[str, int, None, None, None, None, None]


class Cursor:
    """Executes one statement, or one for many values, and keeps what came back."""

    arraysize = 1
    lastrowid = None

    def __init__(self, wire: Wire) -> None:
        """Send over `wire`."""
        self._wire = wire
        self.pgresult: PGresult | None = None
        self.rowcount = -1

    async def __aenter__(self) -> Self:
        """Nothing to open: SQLAlchemy enters every cursor."""
        return self

    async def execute(self, sql: str, values: Mapping[str, object] | None = None) -> Self:
        """Send one statement with `%(name)s` where values go."""
        statement = plain(sql) if values is None else formatted(sql)
        (self.pgresult,) = await self._wire.exchange((statement, values or {}))
        self._count(self.pgresult)
        return self

    async def executemany(self, sql: str, many: Sequence[Mapping[str, object]]) -> None:
        """Send one statement for each of many values, all at once."""
        statement = formatted(sql)
        results = await self._wire.exchange(*((statement, values) for values in many))
        self.rowcount = sum(result.command_tuples or 0 for result in results)

    async def fetchall(self) -> list[Row]:
        """Return the rows."""
        return self._wire.rows(self.pgresult) if self.pgresult else []

    @property
    def description(self) -> list[Described] | None:
        """The columns' names and types; None where the statement returns no rows."""
        result = self.pgresult
        if result is None or not result.nfields:
            return None
        return [
            ((result.fname(n) or b"").decode(), result.ftype(n), None, None, None, None, None)
            for n in range(result.nfields)
        ]

    def _count(self, result: PGresult) -> None:
        tuples = result.command_tuples
        self.rowcount = -1 if tuples is None else tuples

    def _close(self) -> None:
        """Let go of the rows; SQLAlchemy calls this one of psycopg's cursors."""
        self.pgresult = None
