"""The hold that somebody has on the time they are about to book."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import HoldId, ServiceId
from clinic_app.scheduling.rule_tables import SlotHold


async def own_hold(
    session: AsyncSession, actor: Actor, *, service_id: ServiceId, start: datetime
) -> HoldId | None:
    """Return the actor's live hold of a service at an instant, made by the form they came from."""
    query = scoped(SlotHold, actor).where(
        col(SlotHold.starts_at) == start,
        col(SlotHold.service_id) == service_id,
        col(SlotHold.member_id) == actor.member_id,
        col(SlotHold.released_at).is_(None),
        col(SlotHold.expires_at) > now(),
    )
    found = (await session.execute(query.limit(1))).scalars().first()
    return None if found is None else HoldId(found.id)
