"""Give back a time that was held, because the form was closed or the time is over."""

from uuid import UUID

from procrastinate import JobContext
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import transaction
from clinic_app.jobs.queue import job
from clinic_app.kit.clock import now
from clinic_app.kit.ids import HoldId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.holding.hold_slot import END_HOLD
from clinic_app.scheduling.holding.holds import end_hold, put_away
from clinic_app.scheduling.rule_tables import SlotHold


async def release_hold(session: AsyncSession, actor: Actor, *, hold_id: HoldId) -> None:
    """Give one's own hold back. One that is over, or not one's own, is nothing to do."""
    require(actor, Permission.APPOINTMENT_WRITE)
    if await end_hold(session, actor, hold_id) is not None:
        await announce(session, actor.organization_id, Topic.CALENDAR)


@job(END_HOLD)
async def end_hold_when_over(context: JobContext, organization_id: str, hold_id: str) -> None:
    """Put a hold away whose time is over, so that calendars no longer show it.

    Nobody waits for this: an expired hold takes nothing, whether it was put away or not.
    """
    del context
    home = UUID(organization_id)
    async with transaction(organization=home) as session:
        query = select(SlotHold).where(
            col(SlotHold.organization_id) == home,
            col(SlotHold.id) == UUID(hold_id),
            col(SlotHold.released_at).is_(None),
            col(SlotHold.expires_at) <= now(),
        )
        hold = (await session.execute(query.with_for_update())).scalar_one_or_none()
        if hold is not None:
            await put_away(session, home, hold)
            await announce(session, home, Topic.CALENDAR)
