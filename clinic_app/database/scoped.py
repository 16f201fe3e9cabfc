"""Every query of clinic-owned rows starts here."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from clinic_app.access.actor import Actor
from clinic_app.database.columns import ClinicOwned
from clinic_app.kit.errors import NotFound

Row = TypeVar("Row", bound=ClinicOwned)


def scoped(table: type[Row], actor: Actor) -> SelectOfScalar[Row]:
    """Start a query that reaches the actor's own clinic only."""
    return select(table).where(col(table.organization_id) == actor.organization_id)


async def find(
    session: AsyncSession,
    actor: Actor,
    table: type[Row],
    row_id: UUID,
    *,
    what: str = "That",
    lock: bool = False,
) -> Row:
    """Return one row of the actor's clinic, locked for change if asked.

    Raises NotFound for a missing row and for another clinic's alike.
    """
    query = scoped(table, actor).where(col(table.id) == row_id)
    if lock:
        query = query.with_for_update()
    row: Any = (await session.execute(query)).scalar_one_or_none()
    if row is None:
        raise NotFound(what)
    return row
