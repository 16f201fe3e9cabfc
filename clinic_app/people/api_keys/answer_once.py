"""Writes that may be sent twice are done once: the answer is kept with the deed."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import new_uuid

# `ON CONFLICT DO NOTHING` waits for a rival that is not yet decided: of two requests with one key
# the second gets no row when the first has committed, and does the deed itself when it failed.
_CLAIM = text(
    "INSERT INTO idempotency"
    " (organization_id, id, created_at, holder_id, key_hash, request_hash, status, body)"
    " VALUES (:organization, :id, :now, :holder, :key, :request, 0, '')"
    " ON CONFLICT DO NOTHING RETURNING id"
)
_KEPT = text(
    "SELECT request_hash, status, body FROM idempotency"
    " WHERE organization_id = :organization AND holder_id = :holder AND key_hash = :key"
)
_KEEP = text(
    "UPDATE idempotency SET status = :status, body = :body"
    " WHERE organization_id = :organization AND holder_id = :holder AND key_hash = :key"
)


class KeyReused(Invalid):
    """One idempotency key for two different requests."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "This Idempotency-Key was used for another request. Take a new one.",
            field="Idempotency-Key",
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered."""

    status: int
    body: bytes


async def claim(session: AsyncSession, actor: Actor, *, key: str, request: bytes) -> Kept | None:
    """Return the answer that the same request got before; None when this one is to be done now.

    request: what was asked, whole. Raises KeyReused when the key stands for something else.
    """
    digest = hashlib.sha256(request).digest()
    values = {**_who(actor, key), "id": new_uuid(), "now": now(), "request": digest}
    if (await session.execute(_CLAIM, values)).first() is not None:
        return None
    row = (await session.execute(_KEPT, _who(actor, key))).one()
    if row[0] != digest:
        raise KeyReused
    return Kept(row[1], row[2])


async def keep(session: AsyncSession, actor: Actor, *, key: str, kept: Kept) -> None:
    """Keep an answer, in the deed's own transaction: there is one if and only if it was done."""
    values = {**_who(actor, key), "status": kept.status, "body": kept.body}
    await session.execute(_KEEP, values)


def _who(actor: Actor, key: str) -> dict[str, object]:
    return {
        "organization": actor.organization_id,
        "holder": actor.member_id,
        "key": hashlib.sha256(key.encode()).digest(),
    }
