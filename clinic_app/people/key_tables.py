"""A clinic's API keys, and what was answered to writes that may be sent twice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from clinic_app.database.columns import INSTANT, ClinicOwnedNow, within_clinic

_TEXTS: Any = ARRAY(Text())


class ApiKey(ClinicOwnedNow, table=True):
    """A program's way in, with the permissions listed. Only the key's SHA-256 is kept."""

    __table_args__ = (
        within_clinic("created_by", "member", name="api_key_made_by"),
        CheckConstraint("cardinality(scopes) > 0", name="api_key_scopes"),
        Index("api_key_token", "organization_id", "token_hash", unique=True),
    )

    name: str
    prefix: str  # the key's first signs, to tell it from others
    token_hash: bytes = Field(sa_type=LargeBinary)
    scopes: list[str] = Field(sa_type=_TEXTS)
    created_by: UUID
    expires_at: datetime | None = Field(default=None, sa_type=INSTANT)
    revoked_at: datetime | None = Field(default=None, sa_type=INSTANT)
    revoked_by: UUID | None = None
    last_used_at: datetime | None = Field(default=None, sa_type=INSTANT)  # to the minute


class Idempotency(ClinicOwnedNow, table=True):
    """The answer to a write that named itself, for whoever sends the same again within a day."""

    __table_args__ = (
        UniqueConstraint("organization_id", "holder_id", "key_hash", name="idempotency_once"),
    )

    holder_id: UUID  # the API key's or the member's id
    key_hash: bytes = Field(sa_type=LargeBinary)
    request_hash: bytes = Field(sa_type=LargeBinary)
    status: int = 0  # 0 inside of the transaction that does the deed
    body: bytes = Field(default=b"", sa_type=LargeBinary)
