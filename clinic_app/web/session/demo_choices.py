"""The demo's accounts as one-click choices on the sign-in page.

Empty unless start-up offers some, which it does in demo mode alone: the pages never decide
that by themselves, and the demo's password stands in no page of a real installation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Account(Protocol):
    """What start-up knows of a demo account; `role` is the stored value."""

    @property
    def email(self) -> str:
        """What it signs in with."""
        ...

    @property
    def name(self) -> str:
        """Whose it is."""
        ...

    @property
    def role(self) -> str:
        """What they are in their clinic."""
        ...

    @property
    def organization(self) -> str:
        """Their clinic's name."""
        ...


@dataclass(frozen=True, slots=True)
class DemoChoice:
    """One account that a click signs in."""

    name: str
    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """A clinic's accounts."""

    name: str
    accounts: list[DemoChoice]


_offered: list[DemoClinic] = []


def offer(accounts: Iterable[Account], password: str) -> None:
    """Say, at start, which accounts to offer, clinic by clinic."""
    clinics: dict[str, list[DemoChoice]] = {}
    for one in accounts:
        choice = DemoChoice(one.name, one.role, one.email, password)
        clinics.setdefault(one.organization, []).append(choice)
    _offered[:] = [DemoClinic(name, choices) for name, choices in clinics.items()]


def offered() -> list[DemoClinic]:
    """Return the accounts to offer, none outside demo mode."""
    return list(_offered)
