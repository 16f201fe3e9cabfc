"""Mapped rows written straight, for verbs that make them and need nothing of them back."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ClassManager

from clinic_app.database.asking import send_later
from clinic_app.database.columns import Table
from clinic_app.database.engine import engine
from clinic_app.database.statement import Statement

Processor = Callable[[Any], Any]
Row = TypeVar("Row", bound=Table)


_ways: dict[str, "_Way"] = {}


def new_row(table: type[Row], **values: object) -> Row:
    """Return a row for `insert_later`: as `table(...)`, without the history kept for a session.

    That history of each attribute is a fifth of what a booking costs this process. Raises
    TypeError where a value is missing or has no column.
    """
    way = _way(table)
    row: Row = way.manager.new_instance()
    vars(row).update(way.whole(values))
    return row


async def insert_later(session: AsyncSession, *rows: Table) -> None:
    """Insert rows with the next statement or the commit, in this order.

    The session does not know them: who changes one afterwards says so itself.
    """
    for row in rows:
        way = _way(type(row))
        await send_later(session, way.statement, way.values(vars(row)))


async def insert_new_later(session: AsyncSession, table: type[Table], **values: object) -> None:
    """Insert `new_row(table, …)` with the next statement or the commit, where nobody reads it."""
    way = _way(table)
    await send_later(session, way.statement, way.values(way.whole(values)))


class _Way(NamedTuple):
    """How a row of one table is made and inserted."""

    name: str
    manager: ClassManager[Any]
    fields: frozenset[str]
    constants: dict[str, object]  # defaults
    factories: tuple[tuple[str, Callable[[], Any]], ...]  # of the other defaults
    statement: Statement
    columns: tuple[tuple[str, Processor | None], ...]

    def whole(self, values: dict[str, object]) -> dict[str, object]:
        """Return a new row's values with its defaults. Raises TypeError as `new_row` does."""
        whole = self.constants | values
        for name, make in self.factories:
            if name not in values:
                whole[name] = make()
        if whole.keys() != self.fields:
            raise TypeError(f"{self.name} wants {sorted(self.fields ^ whole.keys())}")
        return whole

    def values(self, held: Mapping[str, object]) -> dict[str, object]:
        """Return a row's values as the driver takes them."""
        return {
            name: process(held[name]) if process else held[name] for name, process in self.columns
        }


def _way(table: type[Table]) -> _Way:
    way = _ways.get(table.__name__)
    if way is None:
        way = _ways[table.__name__] = _find_way(table)
    return way


def _find_way(table: type[Table]) -> _Way:
    mapper: Any = inspect(table)
    dialect = engine().dialect
    columns = [column for column in mapper.columns if column.computed is None]
    names = [column.name for column in columns]
    places = ", ".join(f":{name}" for name in names)
    fields = table.model_fields
    return _Way(
        name=table.__name__,
        manager=mapper.class_manager,
        fields=frozenset(fields),
        constants={
            name: field.default
            for name, field in fields.items()
            if not (field.is_required() or field.default_factory)
        },
        factories=tuple(
            (name, cast("Callable[[], Any]", field.default_factory))
            for name, field in fields.items()
            if field.default_factory
        ),
        statement=Statement(
            f"INSERT INTO {mapper.local_table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608  # a table's own names
        ),
        columns=tuple(
            (column.name, column.type.dialect_impl(dialect).bind_processor(dialect))
            for column in columns
        ),
    )
