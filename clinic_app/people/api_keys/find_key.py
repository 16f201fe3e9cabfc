"""Find out which program is asking, from its API key."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import outsider
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import now
from clinic_app.kit.ids import MemberId, OrganizationId
from clinic_app.kit.tokens import hash_token
from clinic_app.people.api_keys.key_rules import SCOPES, clinic_of_key
from clinic_app.people.key_tables import ApiKey
from clinic_app.people.tables import Organization

# How often the use of a key is written down, at most.
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class FoundKey:
    """Who acts with a key, and until when it is good."""

    actor: Actor
    expires_at: datetime | None


async def find_key(key: str) -> FoundKey | None:
    """Return who acts with this key; None when it is unknown, revoked or expired."""
    organization_id = clinic_of_key(key)
    if organization_id is None:
        return None
    async with transaction(organization=organization_id) as session:
        found = await session.execute(
            select(ApiKey, Organization)
            .join(Organization, col(Organization.id) == col(ApiKey.organization_id))
            .where(
                col(ApiKey.organization_id) == organization_id,
                col(ApiKey.token_hash) == hash_token(key),
                col(ApiKey.revoked_at).is_(None),
            )
        )
        row = found.first()
        if row is None or (row[0].expires_at is not None and row[0].expires_at <= now()):
            return None
        await _touch(session, row[0])
        return FoundKey(_actor(row[0], row[1]), row[0].expires_at)


async def _touch(session: AsyncSession, key: ApiKey) -> None:
    moment = now()
    if key.last_used_at is not None and moment - key.last_used_at < TOUCH_EVERY:
        return
    await session.execute(
        update(ApiKey)
        .where(col(ApiKey.organization_id) == key.organization_id, col(ApiKey.id) == key.id)
        .values(last_used_at=moment)
    )


def _actor(key: ApiKey, organization: Organization) -> Actor:
    return outsider(
        Kind.KEY,
        OrganizationId(organization.id),
        time_zone=organization.time_zone,
        country=organization.country,
        currency=organization.currency,
        scopes=_scopes(key.scopes),
        member_id=MemberId(UUID(bytes=key.id.bytes)),
        name=f"API key {key.name}",
    )


def _scopes(kept: list[str]) -> frozenset[Permission]:
    """Return what is still offered of it: a scope that the product withdrew is gone."""
    return frozenset(scope for scope in SCOPES if scope in kept)
