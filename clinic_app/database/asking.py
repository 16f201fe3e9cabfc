"""Statements asked straight, for what is asked often: no cursor and no mapping in between."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.engine import engine
from clinic_app.database.lane import Lane
from clinic_app.database.statement import Statement
from clinic_app.database.wire import Asked, Row

_KEEP_PLANS = Statement("SELECT set_config('plan_cache_mode', 'force_generic_plan', true)")


async def ask(
    session: AsyncSession, statement: Statement, values: Mapping[str, object]
) -> list[Row]:
    """Return the rows of one statement, in the session's transaction.

    What the session holds and has not flushed is not sent before.
    """
    _tell((statement, values))
    return (await (await _way(session)).ask((statement, values)))[0]


async def ask_with_kept_plan(
    session: AsyncSession, statement: Statement, values: Mapping[str, object]
) -> list[Row]:
    """Return the rows of a statement whose plan is made once a connection, whatever the values.

    For a long one whose best plan is always the same: planning the calendar costs as much as
    running it, and PostgreSQL, left alone, may plan it anew each time. Holds to the end of a
    transaction that the session has begun.
    """
    return (await ask_all(session, (_KEEP_PLANS, {}), (statement, values)))[1]


async def ask_all(session: AsyncSession, *asked: Asked) -> list[list[Row]]:
    """Return the rows of several statements, which travel together."""
    for one in asked:
        _tell(one)
    return await (await _way(session)).ask(*asked)


async def send_later(
    session: AsyncSession, statement: Statement, values: Mapping[str, object]
) -> None:
    """Send a statement whose rows nobody reads: in its order, but without a way of its own.

    It travels with the next statement or the commit, which then raises what it raises.
    """
    _tell((statement, values))
    await (await _way(session)).later((statement, values))


async def expect_later(
    session: AsyncSession, statement: Statement, values: Mapping[str, object], refusal: Exception
) -> None:
    """Ask a statement with the next one, or before the commit, and raise where it has no row."""
    _tell((statement, values))
    (await _way(session)).expect((statement, values), refusal)


def lane_of(session: AsyncSession) -> Lane:
    """Return the way of a session's transaction."""
    lane: Lane = session.info["lane"]
    return lane


async def _way(session: AsyncSession) -> Lane:
    if session.in_nested_transaction():
        await session.connection()  # SQLAlchemy sends a savepoint no sooner than it must
    return lane_of(session)


def _tell(asked: Asked) -> None:
    """Let those hear of it who listen to what SQLAlchemy sends: tests and benchmarks count."""
    for listener in engine().sync_engine.dispatch.before_cursor_execute:
        listener(None, None, asked[0].spelled, asked[1], None, False)
