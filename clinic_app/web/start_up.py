"""What runs as long as the process: the database pool, the ear on its notifications, the jobs."""

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import reflex as rx

from clinic_app import all_jobs
from clinic_app.database.engine import close_engine, open_engine
from clinic_app.jobs.worker import working
from clinic_app.kit.logs import begin_log
from clinic_app.live.hub import listening
from clinic_app.settings import settings
from clinic_app.web.event_log import log_no_events
from clinic_app.web.session import tabs

__all__ = ["all_jobs", "running"]  # importing the jobs declares them


@asynccontextmanager
async def running(app: rx.App) -> AsyncGenerator[None]:
    """Open what every page needs, and close it when the process ends."""
    url = settings().database_url
    if url is None:
        raise RuntimeError("DATABASE_URL is not set: start with `make run` or `serve`")

    def is_connected(tab: str) -> bool:
        names = app.event_namespace
        return names is not None and tab in names.token_to_sid

    tabs.tell_by(is_connected)
    begin_log(settings().log_level)
    log_no_events()
    open_engine(url)
    _keep_what_stays()
    try:
        async with listening(url), working(url):
            yield
    finally:
        await close_engine()


def _keep_what_stays() -> None:
    """Leave pages and libraries out of garbage collections: looking through them stops everybody.

    They are some 280,000 objects, and a full collection of them takes a third of a second.
    """
    gc.collect()
    gc.freeze()
