"""The local outbox: mail and text messages that were printed instead of sent."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.notifications.tables import Mail, TextMessage

_MOST = 50
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """One mail with what stands before, in and after its link."""

    id: str
    recipient: str
    subject: str
    before: str
    link: str
    after: str
    created_at: datetime
    sent_at: datetime | None
    failure: str


async def list_outbox(session: AsyncSession) -> list[OutboxMail]:
    """Return the latest mails and text messages of the whole installation.

    Danger: their links open accounts. For demo installations only; the caller sees to it.
    """
    query = select(Mail).order_by(col(Mail.created_at).desc(), col(Mail.id)).limit(_MOST)
    rows = [_row(mail, mail.subject) for mail in (await session.execute(query)).scalars()]
    made = col(TextMessage.created_at)
    texts = select(TextMessage).order_by(made.desc(), col(TextMessage.id)).limit(_MOST)
    rows += [_row(one, "Text message") for one in (await session.execute(texts)).scalars()]
    return sorted(rows, key=lambda row: row.created_at, reverse=True)[:_MOST]


def _row(mail: Mail | TextMessage, subject: str) -> OutboxMail:
    found = _LINK.search(mail.body)
    start, end = found.span() if found else (len(mail.body), len(mail.body))
    return OutboxMail(
        id=str(mail.id),
        recipient=mail.recipient,
        subject=subject,
        before=mail.body[:start],
        link=mail.body[start:end],
        after=mail.body[end:],
        created_at=mail.created_at,
        sent_at=mail.sent_at,
        failure=mail.failure,
    )
