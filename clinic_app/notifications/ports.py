"""The way out of the house for mail, and what may go wrong on it."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class SendFailed(Exception):
    """The letter did not go out. `permanent` decides between stopping and trying again.

    The message names the reason without address or content: it is kept and logged.
    """

    def __init__(self, message: str, *, permanent: bool) -> None:
        """Keep the reason and whether another try could help."""
        super().__init__(message)
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Letter:
    """One email as it leaves: plain text to one address, perhaps with a calendar file."""

    id: UUID
    recipient: str
    subject: str
    body: str
    calendar: str = ""  # iCalendar (RFC 5545)


class MailSender(Protocol):
    """Carries letters. `keeps_copies`: whether the outbox keeps the text after sending.

    A mail's text holds links that open accounts and clinics, so it is kept only where there
    is no other way to read it.
    """

    keeps_copies: bool

    async def send(self, letter: Letter) -> None:
        """Carry one letter out, or raise SendFailed."""
        ...
