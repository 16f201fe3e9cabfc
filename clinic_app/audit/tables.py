"""The audit trail. The database numbers and chains the rows; the app can only append."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, Table


class AuditHead(Table, table=True):
    """The end of a clinic's chain: how many entries there are and the last one's hash."""

    organization_id: UUID = Field(primary_key=True, foreign_key="organization.id")
    entries: int = Field(default=0, sa_type=BigInteger)
    hash: bytes = Field(default=b"", sa_type=LargeBinary)


class AuditEntry(Table, table=True):
    """One deed: a tag such as "appointment:book", who, what it touched, what changed.

    `seq`, `previous_hash` and `hash` are filled by a trigger (see the migrations),
    so that no program error can break the chain.
    """

    organization_id: UUID = Field(primary_key=True, foreign_key="organization.id")
    seq: int = Field(default=0, primary_key=True, sa_type=BigInteger)
    at: datetime = Field(sa_type=INSTANT)
    tag: str
    member_id: UUID | None = None
    person_id: UUID | None = None
    session_id: UUID | None = None
    subject_id: UUID | None = None
    patient_id: UUID | None = None
    details: dict[str, Any] = Field(default_factory=dict[str, Any], sa_type=JSONB)
    previous_hash: bytes = Field(default=b"", sa_type=LargeBinary)
    hash: bytes = Field(default=b"", sa_type=LargeBinary)
