"""The process's connections: psycopg's, with a wire that sends several statements at once."""

from typing import Any

from psycopg import AsyncConnection

from clinic_app.database.cursor import Cursor
from clinic_app.database.statement import plain
from clinic_app.database.wire import Asked, Row, Wire

_COMMIT: Asked = (plain("COMMIT"), {})
_DO_NOT_WAIT = plain("SET LOCAL synchronous_commit TO off")
# A note in PostgreSQL's log of changes that nobody reads. It is a transaction of its own, so it
# returns when the disk (and a synchronous standby) has it, and with it all that came before.
_ON_DISK: Asked = (plain("SELECT pg_logical_emit_message(true, 'polyclinic', '')"), {})


class Connection(AsyncConnection[Row]):
    """psycopg's connection, whose transactions go over its wire."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  # psycopg's own
        """Lay the wire."""
        super().__init__(*args, **kwargs)
        self.wire = Wire(self)
        self._lets_go_early = False

    def let_go_early(self) -> None:
        """Let the commit free the transaction's locks first, and wait for the disk after.

        Others who want the same lock go on meanwhile, and share one wait for the disk. What they
        do comes after this on the disk, so nothing that is answered can rest on what is lost.
        """
        if not self._lets_go_early:
            self._lets_go_early = True
            self.wire.later(_DO_NOT_WAIT, {})

    async def commit(self) -> None:
        """Send what waits and end the transaction, in one round trip; return when it is on disk."""
        if self.wire.open:
            ends = (_COMMIT, _ON_DISK) if self._lets_go_early else (_COMMIT,)
            self._lets_go_early = False
            await self.wire.exchange(*ends)

    async def rollback(self) -> None:
        """Forget what waits and take the transaction back. What was prepared stays so."""
        self.wire.forget()
        self._lets_go_early = False
        if self.wire.open:
            await self.wire.alone((plain("ROLLBACK"), {}))

    def cursor(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # psycopg's own
        """Return a cursor of ours; psycopg's where one of a special kind is asked for.

        Whoever takes psycopg's sends what waits before: `wire.exchange()`.
        """
        return super().cursor(*args, **kwargs) if args or kwargs else Cursor(self.wire)
