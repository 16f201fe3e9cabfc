"""List the clinic's API keys."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.people.api_keys.key_rows import KeyRow
from clinic_app.people.api_keys.key_rules import SCOPES
from clinic_app.people.key_tables import ApiKey
from clinic_app.people.moment_words import moment_words
from clinic_app.people.tables import Member, Person

_MOST = 200


async def list_keys(session: AsyncSession, actor: Actor) -> list[KeyRow]:
    """Return the keys that work first, then those that ended; the newest first in each."""
    require(actor, Permission.ORGANIZATION_WRITE)
    query = (
        select(ApiKey, Person.name)
        .join(
            Member,
            (col(Member.organization_id) == col(ApiKey.organization_id))
            & (col(Member.id) == col(ApiKey.created_by)),
        )
        .join(Person, col(Person.id) == col(Member.person_id))
        .where(col(ApiKey.organization_id) == actor.organization_id)
        .order_by(col(ApiKey.created_at).desc(), col(ApiKey.id))
        .limit(_MOST)
    )
    rows = [_row(actor, row[0], row[1]) for row in await session.execute(query)]
    return sorted(rows, key=lambda row: row.state != "active")


def _row(actor: Actor, key: ApiKey, made_by: str) -> KeyRow:
    zone = actor.time_zone
    return KeyRow(
        id=str(key.id),
        name=key.name,
        prefix=key.prefix,
        scopes=tuple(words for scope, words in SCOPES.items() if scope in key.scopes),
        state=_state(key),
        expires="" if key.expires_at is None else moment_words(key.expires_at, zone),
        last_used="" if key.last_used_at is None else moment_words(key.last_used_at, zone),
        made=moment_words(key.created_at, zone),
        made_by=made_by,
    )


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "expired" if key.expires_at is not None and key.expires_at <= now() else "active"
