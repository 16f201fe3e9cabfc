"""Send an email, if and when the deed that asks for it is committed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.jobs.queue import defer
from clinic_app.notifications.deliver_mail import DELIVER_MAIL
from clinic_app.notifications.tables import Mail


async def send_mail(
    session: AsyncSession,
    *,
    recipient: str,
    subject: str,
    body: str,
    calendar: str = "",
    told_to: UUID | None = None,
    good_until: datetime | None = None,
) -> UUID:
    """Put a plain-text email into the outbox, its delivery into the queue, and return its id.

    calendar: an iCalendar text (RFC 5545) to go along as a file. told_to: the clinic whose
    screens are told once it has left, or cannot. good_until: when it would come too late.
    """
    mail = Mail(
        recipient=recipient, subject=subject, body=body, calendar=calendar, good_until=good_until
    )
    session.add(mail)
    await session.flush()
    await defer(session, DELIVER_MAIL, mail_id=str(mail.id), organization_id=str(told_to or ""))
    return mail.id
