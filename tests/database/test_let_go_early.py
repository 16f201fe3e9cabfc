"""A commit that lets go of its locks first is on the disk all the same when it returns."""

import pytest

from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.asking import ask
from clinic_app.database.connection import Connection
from clinic_app.database.statement import Statement
from clinic_app.database.transaction import transaction
from tests.cast import Clinic

_WAITS = Statement("SELECT current_setting('synchronous_commit')")
_WRITE = Statement("SELECT pg_logical_emit_message(true, 'a note', 'x')")
_WRITTEN = Statement("SELECT pg_current_wal_insert_lsn()::text")
_ON_DISK = Statement("SELECT pg_current_wal_flush_lsn() >= CAST(:written AS pg_lsn)")
_WAITING = "-c synchronous_commit=on"  # the server of the tests waits for no disk


async def _ask(connection: Connection, statement: Statement, **values: object) -> object:
    (result,) = await connection.wire.exchange((statement, values))
    return connection.wire.rows(result)[0][0]


@pytest.mark.parametrize("early", [True, False])
async def test_what_is_committed_is_on_the_disk(database_url: str, *, early: bool) -> None:
    async with await Connection.connect(database_url, options=_WAITING) as connection:
        for _ in range(3):
            assert await _ask(connection, _WAITS) == "on"  # whatever the one before did
            if early:
                connection.let_go_early()
                assert await _ask(connection, _WAITS) == "off"
            await _ask(connection, _WRITE)
            written = await _ask(connection, _WRITTEN)
            await connection.commit()
            assert await _ask(connection, _ON_DISK, written=written)


async def test_a_rollback_forgets_that_it_was_to_let_go(database_url: str) -> None:
    async with await Connection.connect(database_url, options=_WAITING) as connection:
        for _ in range(2):
            connection.let_go_early()
            await connection.rollback()
            assert await _ask(connection, _WAITS) == "on"
            connection.let_go_early()
            assert await _ask(connection, _WAITS) == "off"
            await connection.rollback()


async def test_the_chain_is_let_go_early(clinic: Clinic) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        await ask(session, Statement("SET LOCAL synchronous_commit TO on"), {})
        await record(session, clinic.owner, Tag.APPOINTMENT_BOOK)
        assert await ask(session, _WAITS, {}) == [("off",)]
