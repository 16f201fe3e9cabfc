"""Forget counts of tries that limit nothing any more, so that guessing does not fill the disk."""

from datetime import timedelta

from procrastinate import JobContext
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.database.transaction import transaction
from clinic_app.jobs.queue import job
from clinic_app.kit.clock import now
from clinic_app.people.tables import RateCount

# Longer than any limit's window.
KEPT = timedelta(days=1)


async def forget_old_tries(session: AsyncSession) -> None:
    """Delete counts that began longer ago than any limit looks back."""
    await session.execute(delete(RateCount).where(col(RateCount.since) < now() - KEPT))


@job("forget-old-tries", retry=False, cron="20 3 * * * 0")
async def forget_old_tries_each_night(context: JobContext, timestamp: int) -> None:
    """Run every night; a night that was missed is made up for by the next."""
    del context, timestamp
    async with transaction() as session:
        await forget_old_tries(session)
