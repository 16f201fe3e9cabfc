"""What the audit trail and the tables say, read as the clinic itself."""

from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import SQLModel, col, select

from clinic_app.audit.tables import AuditEntry
from clinic_app.database.transaction import transaction
from tests.cast import Clinic

Row = TypeVar("Row", bound=SQLModel)


async def trail(clinic: Clinic) -> list[AuditEntry]:
    """Return the clinic's audit entries, oldest first."""
    return sorted(await rows(clinic, AuditEntry), key=lambda entry: entry.seq)


async def tags(clinic: Clinic) -> list[str]:
    """Return the tags of the clinic's audit entries, oldest first."""
    return [entry.tag for entry in await trail(clinic)]


async def rows(clinic: Clinic, table: type[Row], **equal: UUID | str) -> list[Row]:
    """Return the clinic's rows of a table whose columns have these values."""
    conditions: list[Any] = [col(getattr(table, name)) == value for name, value in equal.items()]
    async with transaction(organization=clinic.organization_id) as session:
        return list((await session.execute(select(table).where(*conditions))).scalars())
