"""The outbox page of a demo: what mail would have gone out."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import reflex as rx

from clinic_app.database.transaction import transaction
from clinic_app.notifications.list_outbox import OutboxMail, list_outbox
from clinic_app.people.moment_words import moment_words
from clinic_app.settings import settings
from clinic_app.web.session.cookie import signed_in_of
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One mail as the page shows it."""

    id: str
    recipient: str
    subject: str
    before: str
    link: str
    href: str  # a path of ours, so that the link opens in this very installation
    after: str
    at: str
    state: str  # waiting, sent or failed


class OutboxState(rx.State):
    """Exists in demo mode alone; everywhere else the page is one that is not there."""

    situation: rx.Field[str] = rx.field("")  # "", missing or shown
    rows: rx.Field[list[OutboxRow]] = rx.field(default_factory=list[OutboxRow])

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Load the latest mails, in a demo."""
        if settings().environment != "demo":
            self.situation = "missing"
            return
        signed_in = await signed_in_of(self)
        zone = signed_in.actor.time_zone if signed_in and signed_in.actor else "UTC"
        async with transaction(read_only=True) as session:
            mails = await list_outbox(session)
        self.rows = [_row(mail, zone) for mail in mails]
        self.situation = "shown"


def _row(mail: OutboxMail, zone: str) -> OutboxRow:
    waiting = "failed" if mail.failure else "waiting"
    return OutboxRow(
        id=mail.id,
        recipient=mail.recipient,
        subject=mail.subject,
        before=mail.before,
        link=mail.link,
        href=urlsplit(mail.link).path,
        after=mail.after,
        at=moment_words(mail.created_at, zone),
        state="sent" if mail.sent_at else waiting,
    )
