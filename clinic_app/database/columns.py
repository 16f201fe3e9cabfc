"""Columns that many tables share. `organization_id` leads every key of a clinic's table."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKeyConstraint
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")

INSTANT: Any = DateTime(timezone=True)


class Table(SQLModel):
    """A table named as its class: AuditEntry is `audit_entry`."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride]  # SQLAlchemy calls it on the class
        return _CAPITAL.sub("_", cls.__name__).lower()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType]  # declared_attr types cls as an instance


class ClinicOwned(Table):
    """A row that belongs to one clinic. Keyed by (organization_id, id)."""

    organization_id: UUID = Field(primary_key=True, foreign_key="organization.id")
    id: UUID = Field(default_factory=new_uuid, primary_key=True)


class ClinicOwnedNow(ClinicOwned):
    """A clinic's row that remembers when it was made."""

    created_at: datetime = Field(default_factory=now, sa_type=INSTANT)


class OfClinicsRow(ClinicOwnedNow):
    """A clinic's row that always refers to another of the clinic's rows (`within_clinic`).

    So it needs no reference of its own to the clinic, which every insert would pay for.
    """

    organization_id: UUID = Field(primary_key=True)


def within_clinic(column: str, table: str, *, name: str) -> ForeignKeyConstraint:
    """Refer to a row of the same clinic: a row cannot even point at another clinic's."""
    return ForeignKeyConstraint(
        ["organization_id", column],
        [f"{table}.organization_id", f"{table}.id"],
        name=name,
    )
