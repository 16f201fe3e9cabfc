"""Take up again what a killed worker left half done."""

import logging

from procrastinate import JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager

from clinic_app.jobs.queue import job

log = logging.getLogger(__name__)

# A worker says that it lives every 10 seconds; three silences in a row mean that it does not.
DEAD_AFTER = 30.0


async def resume_stalled(manager: JobManager) -> None:
    """Give the jobs of dead workers back to the queue, where any live worker takes them."""
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        try:
            await manager.retry_job(stalled)
        except ConnectorException:
            log.info("another worker took job %s up first", stalled.id)


@job("resume-stalled", retry=False, cron="* * * * * */30")
async def resume_stalled_now_and_then(context: JobContext, timestamp: int) -> None:
    """Look for dead workers every half minute."""
    del timestamp
    await resume_stalled(context.app.job_manager)
