"""`worker`: does jobs in a process of its own. The app does them in its own process as well."""

import asyncio
import signal

from clinic_app import all_jobs
from clinic_app.command_line.say import say
from clinic_app.command_line.with_engine import with_engine
from clinic_app.database.preflight import preflight
from clinic_app.jobs.worker import work_for_ever
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.kit.logs import begin_log
from clinic_app.settings import settings

__all__ = ["all_jobs", "worker"]


def worker() -> None:
    """Work the queue until stopped; a job that is running is finished first."""
    url = settings().database_url
    if url is None:
        raise CannotStart(
            "DATABASE_URL is not set. A worker of its own needs the server that the app uses; "
            "with the embedded one the app does the jobs itself."
        )
    begin_log(settings().log_level)
    preflight()
    say("Doing jobs. Ctrl-C stops it.")
    with_engine(_work(url))


async def _work(url: str) -> None:
    work = asyncio.create_task(work_for_ever(url), name="jobs")
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, work.cancel)
    await asyncio.wait([work])
    say("Stopped.")
