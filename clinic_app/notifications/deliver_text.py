"""The job that carries one text message out of the outbox."""

from uuid import UUID

from procrastinate import JobContext
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.jobs.queue import job
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.notifications.carry_out import carry_out
from clinic_app.notifications.choose_text_sender import choose_text_sender
from clinic_app.notifications.tables import TextMessage
from clinic_app.notifications.text_ports import ShortText

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
        words = ShortText(message.id, message.recipient, message.body)
        await carry_out(message, lambda: sender.send(words), attempts=context.job.attempts)
        if not sender.keeps_copies:
            message.body = ""  # codes and links; nobody needs them here any more
        if organization_id:
            await announce(session, UUID(organization_id), Topic.MESSAGES)
