"""The queue of jobs, in PostgreSQL itself (procrastinate): no broker to run or to lose.

A room declares its work with `@job("name")` and enqueues it with `defer`. The module that
declares it must be imported where a worker runs; `work_on` gives a worker all that is declared.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from procrastinate import App, BaseRetryStrategy, PsycopgConnector
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.jobs.retries import RETRIES

Work = TypeVar("Work", bound=Callable[..., Awaitable[None]])


@dataclass(frozen=True, slots=True)
class _Declared:
    work: Callable[..., Awaitable[None]]
    retry: BaseRetryStrategy | bool
    cron: str | None


_declared: dict[str, _Declared] = {}

# Only its way of speaking SQL is used, on connections that are ours; it is never opened.
_enqueue = App(connector=PsycopgConnector())


def job(name: str, *, retry: bool = True, cron: str | None = None) -> Callable[[Work], Work]:
    """Declare `async def work(context: JobContext, **ids: str)` as the job of this name.

    retry: an exception brings it back after a while (see retries.py).
    cron: when it comes by itself, with seconds as the sixth field.
    """

    def declare(work: Work) -> Work:
        _declared[name] = _Declared(work, RETRIES if retry else False, cron)
        return work

    return declare


async def defer(
    session: AsyncSession, name: str, *, at: datetime | None = None, **arguments: str
) -> None:
    """Enqueue a job in the session's own transaction: it exists if and only if that commits.

    at: when it is to be done, an instant; None for at once.
    arguments: ids only. The queue's tables and logs are no place for what the ids stand for.
    """
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver: Any = raw.driver_connection  # psycopg's, in the transaction that SQLAlchemy opened
    await driver.wire.exchange()  # what waits comes before; its own cursor would not send it
    task = _enqueue.configure_task(name, connection=driver, schedule_at=at)
    await task.defer_async(**arguments)


def work_on(connector: PsycopgConnector) -> App:
    """Return every declared job, to be done over this connector by one worker."""
    app = App(connector=connector)
    for name, declared in _declared.items():
        # A queueing lock: while one turn waits to be done, no further one is enqueued.
        lock = name if declared.cron else None
        task = app.task(name=name, retry=declared.retry, pass_context=True, queueing_lock=lock)
        made = task(declared.work)
        if declared.cron:
            app.periodic(cron=declared.cron)(made)
    return app
