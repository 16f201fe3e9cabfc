"""Several statements in one round trip, over PostgreSQL's pipeline mode.

What needs no answer (`later`), the beginning of a transaction included, waits for the next
statement or the commit and travels with it. One that fails ends its pipeline: what was sent
after it is not done. Statements that come back are prepared on the server, once a connection.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from psycopg import AsyncConnection, OperationalError, adapt
from psycopg.abc import Buffer, Transformer
from psycopg.adapt import PyFormat
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from clinic_app.database.statement import Statement, plain

Asked = tuple[Statement, Mapping[str, object]]
Row = tuple[object, ...]
_Key = tuple[int, tuple[int, ...]]  # a statement's number and its values' types

_BEGIN: Asked = (plain("BEGIN"), {})
_MOST_PREPARED = 500  # a connection


class _Bound(NamedTuple):
    """A statement and its values as they travel."""

    statement: Statement
    values: Sequence[Buffer | None]
    types: tuple[int, ...]
    formats: Sequence[Format] | None


class Wire:
    """One connection's exchanges. They go one after the other, never side by side."""

    def __init__(self, connection: AsyncConnection[Row]) -> None:
        """Begin with nothing prepared and nothing waiting."""
        self._connection = connection
        self._pgconn: PGconn = connection.pgconn
        self._waiting: list[Asked] = []
        self._prepared: dict[_Key, bytes] = {}
        self._numbers = count(1)
        self._transformer: Transformer | None = None

    @property
    def open(self) -> bool:
        """Whether there is a transaction, or something that wants one."""
        return bool(self._waiting) or self._pgconn.transaction_status != TransactionStatus.IDLE

    def later(self, statement: Statement, values: Mapping[str, object]) -> None:
        """Send this with whatever is sent next, before it; at the latest with the commit."""
        self._waiting.append((statement, values))

    def forget(self) -> None:
        """Forget what waits."""
        self._waiting.clear()

    async def exchange(self, *asked: Asked) -> list[PGresult]:
        """Send what waits and these, in a transaction; return the results of these."""
        idle = self._pgconn.transaction_status == TransactionStatus.IDLE
        begins = idle and not self._connection.autocommit
        before = [_BEGIN, *self._waiting] if begins else self._waiting
        self._waiting = []
        return (await self.alone(*before, *asked))[len(before) :]

    async def alone(self, *asked: Asked) -> list[PGresult]:
        """Send just these. Outside of a transaction they are one, which ends with them."""
        bound = [self._bind(*one) for one in asked]
        self._pgconn.enter_pipeline_mode()
        try:
            made = [self._send(one) for one in bound]
            self._pgconn.pipeline_sync()
            results = iter(await _Answers(self._pgconn).read())
        except BaseException:
            self._pgconn.finish()  # nobody knows what is still under way
            raise
        self._pgconn.exit_pipeline_mode()
        return self._checked(made, results)

    def rows(self, result: PGresult) -> list[tuple[object, ...]]:
        """Return the rows of a result as Python values."""
        reader = self._reader()
        reader.set_pgresult(result)
        return reader.load_rows(0, result.ntuples, tuple)

    def _reader(self) -> Transformer:
        if self._transformer is None:  # not before the connection knows its encoding
            self._transformer = adapt.Transformer(self._connection)
        return self._transformer

    def _bind(self, statement: Statement, named: Mapping[str, object]) -> _Bound:
        adapter, values = self._reader(), statement.values(named)
        sent = adapter.dump_sequence(values, [PyFormat.AUTO] * len(values))
        return _Bound(statement, sent, adapter.types or (), adapter.formats)

    def _send(self, bound: _Bound) -> _Key | None:
        """Send one statement; return its key where it is prepared with this."""
        statement, values, types, formats = bound
        key, made = (statement.number, types), None
        name = self._prepared.get(key)
        if name is None and statement.is_worth_preparing() and len(self._prepared) < _MOST_PREPARED:
            made, name = key, b"polyclinic_%d" % next(self._numbers)
            self._prepared[key] = name
            self._pgconn.send_prepare(name, statement.numbered, types)
        if name is None:
            self._pgconn.send_query_params(statement.numbered, values, types, formats)
        else:
            self._pgconn.send_query_prepared(name, values, formats)
        return made

    def _checked(self, made: Sequence[_Key | None], results: Iterator[PGresult]) -> list[PGresult]:
        """Return one result for each statement. Raises the first error of them."""
        answers: list[PGresult] = []
        failed: PGresult | None = None
        for key in made:
            preparing = next(results) if key else None
            if key and preparing and preparing.status != ExecStatus.COMMAND_OK:
                del self._prepared[key]
            answer = next(results)
            for one in (preparing, answer):
                if failed is None and one and one.status == ExecStatus.FATAL_ERROR:
                    failed = one
            answers.append(answer)
        if failed is not None:
            raise error_from_result(failed, "utf-8")
        return answers


class _Answers:
    """Waits for all results of a pipeline, without asking the loop anew for each of them."""

    def __init__(self, pgconn: PGconn) -> None:
        self._pgconn = pgconn
        self._socket = pgconn.socket
        self._loop = asyncio.get_running_loop()
        self._done: asyncio.Future[list[PGresult]] = self._loop.create_future()
        self._results: list[PGresult] = []

    async def read(self) -> list[PGresult]:
        """Send what is not sent yet, and return what comes back."""
        if self._pgconn.flush():
            self._loop.add_writer(self._socket, self._write)
        self._loop.add_reader(self._socket, self._read)
        try:
            return await self._done
        finally:
            self._loop.remove_reader(self._socket)
            self._loop.remove_writer(self._socket)

    def _write(self) -> None:
        try:
            if not self._pgconn.flush():
                self._loop.remove_writer(self._socket)
        except OperationalError as error:
            self._fail(error)

    def _read(self) -> None:
        try:
            self._pgconn.consume_input()
            self._take()
        except OperationalError as error:
            self._fail(error)

    def _take(self) -> None:
        nothing = 0  # between the results of two statements there is one None
        while not self._pgconn.is_busy():
            result = self._pgconn.get_result()
            if result is None:
                nothing += 1
                if nothing > 1:
                    raise OperationalError("the connection to PostgreSQL was lost")
                continue
            nothing = 0
            if result.status == ExecStatus.PIPELINE_SYNC:
                if not self._done.done():
                    self._done.set_result(self._results)
                return
            self._results.append(result)

    def _fail(self, error: OperationalError) -> None:
        if not self._done.done():
            self._done.set_exception(error)
