"""Send a text message (SMS), if and when the deed that asks for it is committed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.jobs.queue import defer
from clinic_app.notifications.deliver_text import DELIVER_TEXT
from clinic_app.notifications.tables import TextMessage


async def send_text(
    session: AsyncSession,
    *,
    recipient: str,
    body: str,
    told_to: UUID | None = None,
    good_until: datetime | None = None,
) -> UUID:
    """Put a message into the outbox, its delivery into the queue, and return its id.

    recipient: a number as E.164. body: short; no name of a patient, since phones lie about.
    told_to, good_until: as in `send_mail`.
    """
    message = TextMessage(recipient=recipient, body=body, good_until=good_until)
    session.add(message)
    await session.flush()
    await defer(session, DELIVER_TEXT, text_id=str(message.id), organization_id=str(told_to or ""))
    return message.id
