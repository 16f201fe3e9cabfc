"""API keys as the settings page shows them, and a key that was just made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One key, never the key itself. Times in words of the clinic's zone."""

    id: str
    name: str
    prefix: str
    scopes: tuple[str, ...]  # in words
    state: str  # active, expired or revoked
    expires: str  # "" for never
    last_used: str  # "" for never
    made: str
    made_by: str


@dataclass(frozen=True, slots=True)
class NewKey:
    """What is shown once."""

    id: str
    key: str
