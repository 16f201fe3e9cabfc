"""Mapped rows written straight, for verbs that make them and need nothing of them back."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.asking import send_later
from clinic_app.database.columns import Table
from clinic_app.database.engine import engine
from clinic_app.database.statement import Statement

Processor = Callable[[Any], Any]

_made: dict[str, "_Insertion"] = {}


async def insert_later(session: AsyncSession, *rows: Table) -> None:
    """Insert rows with the next statement or the commit, in this order.

    The session does not know them: who changes one afterwards says so itself.
    """
    for row in rows:
        insertion = _insertion(type(row))
        await send_later(session, insertion.statement, insertion.values(row))


class _Insertion(NamedTuple):
    """How a row of one table is inserted."""

    statement: Statement
    columns: tuple[tuple[str, Processor | None], ...]

    def values(self, row: Table) -> dict[str, object]:
        """Return the row's values as the driver takes them."""
        return {
            name: process(getattr(row, name)) if process else getattr(row, name)
            for name, process in self.columns
        }


def _insertion(table: type[Table]) -> _Insertion:
    made = _made.get(table.__name__)
    if made is None:
        made = _made[table.__name__] = _make(table)
    return made


def _make(table: type[Table]) -> _Insertion:
    mapper: Any = inspect(table)
    dialect = engine().dialect
    columns = [column for column in mapper.columns if column.computed is None]
    names = [column.name for column in columns]
    places = ", ".join(f":{name}" for name in names)
    return _Insertion(
        Statement(f"INSERT INTO {mapper.local_table.name} ({', '.join(names)}) VALUES ({places})"),  # noqa: S608  # a table's own names
        tuple(
            (column.name, column.type.dialect_impl(dialect).bind_processor(dialect))
            for column in columns
        ),
    )
