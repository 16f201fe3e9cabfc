"""Take an API key back."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import ApiKeyId
from clinic_app.live.announce import announce, announce_sessions
from clinic_app.live.topics import Topic
from clinic_app.people.key_tables import ApiKey


async def revoke_key(session: AsyncSession, actor: Actor, *, key_id: ApiKeyId) -> None:
    """End a key for good; every process forgets it at the commit."""
    require(actor, Permission.ORGANIZATION_WRITE)
    key = await find(session, actor, ApiKey, key_id, what="That key", lock=True)
    if key.revoked_at is not None:
        raise Conflict("This key was revoked already.")
    key.revoked_at, key.revoked_by = now(), actor.member_id
    await announce(session, actor.organization_id, Topic.ORGANIZATION)
    await record(session, actor, Tag.API_KEY_REVOKE, subject_id=key.id, prefix=key.prefix)
    await announce_sessions(session, None)
