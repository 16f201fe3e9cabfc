"""What the jobs of mail and of text messages share: one try, and what becomes of it."""

import logging
from collections.abc import Awaitable, Callable

from clinic_app.jobs.retries import is_last_try
from clinic_app.kit.clock import now
from clinic_app.notifications.ports import SendFailed
from clinic_app.notifications.tables import Mail, TextMessage

log = logging.getLogger(__name__)


async def carry_out(
    message: Mail | TextMessage, send: Callable[[], Awaitable[None]], *, attempts: int
) -> None:
    """Send it, unless it is too late to be of use, and write down what became of it.

    attempts: how often that was tried before. Raises SendFailed when the queue shall come back.
    """
    until = message.good_until
    try:
        if until is not None and until <= now():
            raise SendFailed("too late", permanent=True)
        await send()
    except SendFailed as failure:
        if not failure.permanent and not is_last_try(attempts, until=until):
            raise
        log.error("gave up on %s %s: %s", type(message).__name__, message.id, failure)
        message.failed_at, message.failure = now(), str(failure)
    else:
        message.sent_at = now()
