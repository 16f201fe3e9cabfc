"""The hold that somebody has on the time they are about to book, and what follows from it."""

from datetime import datetime, timedelta

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


# A hold is written a moment after its time was judged; it never takes so long.
_BETWEEN = timedelta(seconds=1)


def held_since(hold: SlotHold | None) -> datetime | None:
    """Return the moment as of which notice and horizon are judged; None, for now, without a hold.

    Whoever holds a time may book it until the hold ends, however near it has come meanwhile.
    """
    if hold is None or hold.expires_at <= now():
        return None
    return hold.created_at - _BETWEEN


async def judged_at(
    session: AsyncSession, actor: Actor, hold_id: HoldId | None, *, start: datetime | None = None
) -> datetime:
    """Return the moment at which notice and horizon are judged.

    hold_id: one's own live hold, of `start` where that is given; then it is when that was made.
    """
    if hold_id is None:
        return now()
    query = scoped(SlotHold, actor).where(
        col(SlotHold.id) == hold_id,
        col(SlotHold.member_id) == actor.member_id,
        col(SlotHold.released_at).is_(None),
        col(SlotHold.expires_at) > now(),
    )
    hold = (await session.execute(query)).scalar_one_or_none()
    if hold is None or start not in {None, hold.starts_at}:
        return now()
    return held_since(hold) or now()
