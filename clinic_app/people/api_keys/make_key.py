"""Make an API key for a program of the clinic's."""

from collections.abc import Iterable

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.errors import Conflict
from clinic_app.kit.text import one_line
from clinic_app.kit.tokens import hash_token
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.api_keys.key_rows import NewKey
from clinic_app.people.api_keys.key_rules import PREFIX_LENGTH, check_scopes, expiry, new_key
from clinic_app.people.key_tables import ApiKey

_MOST = 50  # live ones of a clinic


async def make_key(
    session: AsyncSession, actor: Actor, *, name: str, scopes: Iterable[str], days: int
) -> NewKey:
    """Return a new key, whose text is told this once; the table keeps its hash.

    scopes: permissions, none beyond the maker's own. days: one of LIFETIMES, 0 for ever.
    """
    require(actor, Permission.ORGANIZATION_WRITE)
    kept_name = one_line(name, field="name", label="The name", most=60)
    allowed = check_scopes(actor, scopes)
    ends = expiry(days)
    await _check_room(session, actor)
    key = new_key(actor.organization_id)
    row = ApiKey(
        organization_id=actor.organization_id,
        name=kept_name,
        prefix=key[:PREFIX_LENGTH],
        token_hash=hash_token(key),
        scopes=allowed,
        created_by=actor.member_id,
        expires_at=ends,
    )
    session.add(row)
    await session.flush()
    await announce(session, actor.organization_id, Topic.ORGANIZATION)
    await record(
        session, actor, Tag.API_KEY_MAKE, subject_id=row.id, prefix=row.prefix, scopes=allowed
    )
    return NewKey(str(row.id), key)


async def _check_room(session: AsyncSession, actor: Actor) -> None:
    live = select(func.count()).where(
        col(ApiKey.organization_id) == actor.organization_id, col(ApiKey.revoked_at).is_(None)
    )
    if (await session.execute(live)).scalar_one() >= _MOST:
        raise Conflict(f"A clinic can have {_MOST} keys. Revoke one that is not used any more.")
