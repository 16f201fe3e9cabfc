"""Forget what was answered to writes more than a day ago."""

from procrastinate import JobContext
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.transaction import transaction
from clinic_app.jobs.queue import job

# Without a condition on purpose: one on a column would ask for the right to read the rows of all
# clinics. In a transaction without a clinic, the wall lets nothing go but what is older than a
# day (the policy `idempotency_too_old`).
_DELETE = text("DELETE FROM idempotency")


async def forget_old_answers(session: AsyncSession) -> None:
    """Delete every clinic's kept answers that are older than a day. In no clinic's transaction."""
    await session.execute(_DELETE)


@job("forget-old-answers", retry=False, cron="40 * * * * 0")
async def forget_old_answers_each_hour(context: JobContext, timestamp: int) -> None:
    """Run every hour; one that was missed is made up for by the next."""
    del context, timestamp
    async with transaction() as session:
        await forget_old_answers(session)
