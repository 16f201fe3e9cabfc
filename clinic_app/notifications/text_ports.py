"""The way out of the house for text messages (SMS)."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ShortText:
    """One text message as it leaves: a few words to one number (E.164)."""

    id: UUID
    recipient: str
    body: str


class TextSender(Protocol):
    """Carries text messages; raises SendFailed as a mail sender does (see ports.py).

    keeps_copies: whether the outbox keeps the words after sending. They hold codes and links,
    so they are kept only where there is no other way to read them.
    """

    keeps_copies: bool

    async def send(self, message: ShortText) -> None:
        """Carry one message out, or raise SendFailed."""
        ...
