"""The job that carries one text message out of the outbox."""

import logging
from uuid import UUID

from procrastinate import JobContext
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.jobs.queue import job
from clinic_app.jobs.retries import is_last_try
from clinic_app.kit.clock import now
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.notifications.choose_text_sender import choose_text_sender
from clinic_app.notifications.ports import SendFailed
from clinic_app.notifications.tables import TextMessage
from clinic_app.notifications.text_ports import ShortText

log = logging.getLogger(__name__)

DELIVER_TEXT = "deliver-text"


@job(DELIVER_TEXT)
async def deliver_text(context: JobContext, text_id: str, organization_id: str = "") -> None:
    """Send one message, once; raises SendFailed when the queue shall come back to it."""
    sender = choose_text_sender()
    async with transaction() as session:
        # The lock makes a second worker wait and then find the message already sent.
        query = select(TextMessage).where(col(TextMessage.id) == UUID(text_id)).with_for_update()
        message = (await session.execute(query)).scalar_one_or_none()
        if message is None or message.sent_at is not None or message.failed_at is not None:
            return
        try:
            await sender.send(ShortText(message.id, message.recipient, message.body))
        except SendFailed as failure:
            if not failure.permanent and not is_last_try(context.job.attempts):
                raise
            log.error("gave up on text %s: %s", text_id, failure)
            message.failed_at, message.failure = now(), str(failure)
        else:
            message.sent_at = now()
        if not sender.keeps_copies:
            message.body = ""  # codes and links; nobody needs them here any more
        if organization_id:
            await announce(session, UUID(organization_id), Topic.MESSAGES)
