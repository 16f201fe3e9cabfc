"""When a job that failed is tried again: soon at first, then patiently, then never."""

from datetime import datetime, timedelta

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from clinic_app.kit.clock import now

WAITS = (
    *(timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5)),
    *(timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4), timedelta(hours=12)),
)


def is_last_try(attempts: int, *, until: datetime | None = None) -> bool:
    """Tell whether a job that was tried `attempts` times before has no further try.

    until: when a further one would come too late; None for never.
    """
    if attempts >= len(WAITS):
        return True
    return until is not None and now() + WAITS[attempts] >= until


class Patiently(BaseRetryStrategy):
    """Try again after each of WAITS; a job that must stop returns instead of raising."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Say when to come back, None when every try was used."""
        del exception
        if is_last_try(job.attempts):
            return None
        return RetryDecision(retry_at=now() + WAITS[job.attempts])


RETRIES = Patiently()
