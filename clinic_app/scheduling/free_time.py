"""Say that a practitioner's time became free, so that it is offered to who waits for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.jobs.queue import defer
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid

OFFER_FREED_TIME = "offer-freed-time"

# One statement, and none of the rest where nobody waits.
_FREED = text("""
    INSERT INTO freed_time (organization_id, id, created_at, practitioner_id, starts_at, ends_at)
    SELECT :organization, :id, :now, :practitioner, greatest(:starts, :now), :ends
    WHERE CAST(:ends AS timestamptz) > :now
        AND EXISTS (SELECT FROM waiting_entry
            WHERE organization_id = :organization AND ended_at IS NULL)
        AND NOT EXISTS (SELECT FROM waiting_rules
            WHERE organization_id = :organization AND NOT by_itself)
    RETURNING id
""")


async def free_time(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
) -> None:
    """Keep a freed time and have it offered once the deed that freed it is committed.

    Part of a verb that was allowed to free it: asks for no permission of its own.
    """
    values = {
        "organization": actor.organization_id,
        "id": new_uuid(),
        "now": now(),
        "practitioner": practitioner_id,
        "starts": starts_at,
        "ends": ends_at,
    }
    freed = (await session.execute(_FREED, values)).scalar_one_or_none()
    if freed is not None:
        await offer_again(session, actor, freed)


async def offer_again(session: AsyncSession, actor: Actor, freed_id: UUID) -> None:
    """Have a freed time offered to the next in order."""
    await defer(
        session,
        OFFER_FREED_TIME,
        organization_id=str(actor.organization_id),
        freed_id=str(freed_id),
    )
