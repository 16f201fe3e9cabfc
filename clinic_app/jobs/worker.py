"""The worker: in the app's own process, or as `python -m clinic_app worker` beside it."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.exceptions import ConnectorException

from clinic_app.database.engine import app_connect_arguments
from clinic_app.jobs.queue import work_on
from clinic_app.jobs.resume_stalled import resume_stalled

log = logging.getLogger(__name__)

_AT_ONCE = 4
_FINISH_WITHIN = 10.0  # seconds a running job gets when the process is asked to stop


@asynccontextmanager
async def working(url: str) -> AsyncGenerator[None]:
    """Do jobs inside a `with` block (the life of the process)."""
    task = asyncio.create_task(work_for_ever(url), name="jobs")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def work_for_ever(url: str) -> None:
    """Do jobs until cancelled; when the database goes away, wait for it and go on."""
    while True:
        try:
            await _work_once(url)
        except (ConnectorException, psycopg.Error, OSError) as error:
            log.warning("the queue of jobs is out of reach (%s)", type(error).__name__)
        await asyncio.sleep(1)


async def _work_once(url: str) -> None:
    connector = PsycopgConnector(
        conninfo=url, kwargs=app_connect_arguments(), min_size=1, max_size=3, timeout=10
    )
    worker = work_on(connector)
    async with worker.open_async():
        await resume_stalled(worker.job_manager)
        await worker.run_worker_async(
            concurrency=_AT_ONCE,
            install_signal_handlers=False,
            shutdown_graceful_timeout=_FINISH_WITHIN,
            delete_jobs="successful",
        )
