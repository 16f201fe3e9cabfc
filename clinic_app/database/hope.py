"""Statements that hope for what is nearly always so, and travel with the commit.

What they hope is checked by PostgreSQL itself, in the same transaction (migration 0039). Where it
is not so all is taken back, and `perform` does the deed again without hoping: step by step.
"""

from collections.abc import Mapping

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.asking import lane_of, send_later
from clinic_app.database.statement import Statement

_IN_VAIN = "PC001"


def may_hope(session: AsyncSession) -> bool:
    """Tell whether the deed will be done again where a hope is in vain."""
    return lane_of(session).hopeful


async def hope(session: AsyncSession, statement: Statement, values: Mapping[str, object]) -> None:
    """Send, with what is sent next, a statement that asks `so_it_is(…)`. Ask `may_hope` before."""
    await send_later(session, statement, values)


def was_in_vain(error: DBAPIError) -> bool:
    """Tell whether an error says that a hope was in vain."""
    diagnosis = getattr(error.orig, "diag", None)
    return diagnosis is not None and diagnosis.sqlstate == _IN_VAIN
