"""The process's connections: psycopg's, with a wire that sends several statements at once."""

from typing import Any

from psycopg import AsyncConnection

from clinic_app.database.cursor import Cursor
from clinic_app.database.statement import plain
from clinic_app.database.wire import Row, Wire


class Connection(AsyncConnection[Row]):
    """psycopg's connection, whose transactions go over its wire."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # psycopg's own
        """Lay the wire."""
        super().__init__(*args, **kwargs)
        self.wire = Wire(self)

    async def commit(self) -> None:
        """Send what waits and end the transaction, in one round trip."""
        if self.wire.open:
            await self.wire.exchange((plain("COMMIT"), {}))

    async def rollback(self) -> None:
        """Forget what waits and take the transaction back. What was prepared stays so."""
        self.wire.forget()
        if self.wire.open:
            await self.wire.alone((plain("ROLLBACK"), {}))

    def cursor(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # psycopg's own
        """Return a cursor of ours; psycopg's where one of a special kind is asked for.

        Whoever takes psycopg's sends what waits before: `wire.exchange()`.
        """
        return super().cursor(*args, **kwargs) if args or kwargs else Cursor(self.wire)
