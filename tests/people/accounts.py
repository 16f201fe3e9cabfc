"""Accounts with passwords, for the stories about signing in."""

from collections.abc import Generator
from contextlib import contextmanager
from secrets import token_hex
from uuid import UUID

import pytest
from passlib.context import CryptContext
from sqlmodel import col, select

from clinic_app.access.actor import Actor, SignedIn
from clinic_app.audit.tables import AuditEntry
from clinic_app.database.transaction import transaction
from clinic_app.notifications.tables import Mail
from clinic_app.people.accounts import passwords
from clinic_app.people.accounts.passwords import Hasher
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.people.tables import Person

GOOD = "seven green kettles"
OTHER = "eleven slow harbours"

_known_hashes: dict[str, str] = {}


def visitor() -> Visitor:
    """Somebody from an address that nobody else has tried from."""
    return Visitor(address=f"2001:db8:{token_hex(2)}:{token_hex(2)}::1", device="Tests on Linux")


def hasher_of(*, memory: int) -> Hasher:
    """Return the product's kind of hasher at another cost (memory in kibibytes)."""
    return CryptContext(
        schemes=["argon2"],
        argon2__type="ID",
        argon2__memory_cost=memory,
        argon2__time_cost=1,
        argon2__parallelism=1,
    )


async def give_password(actor: Actor, password: str = GOOD) -> Person:
    """Let a member of the cast sign in with a password; return the account."""
    if password not in _known_hashes:
        _known_hashes[password] = await passwords.hash_password(password)
    async with transaction() as session:
        person = await session.get_one(Person, actor.person_id)
        person.password_hash = _known_hashes[password]
    return person


async def newcomer(*, username: str | None = None) -> Person:
    """Somebody with an account and no clinic."""
    if GOOD not in _known_hashes:
        _known_hashes[GOOD] = await passwords.hash_password(GOOD)
    email = f"new-{token_hex(6)}@example.org"
    async with transaction() as session:
        person = Person(
            name="Noor Haddad", email=email, username=username, password_hash=_known_hashes[GOOD]
        )
        session.add(person)
    return person


async def signed_in(person: Person, password: str = GOOD) -> tuple[str, SignedIn]:
    """Sign an account in from a new place; return the token and who it is."""
    started = await sign_in(visitor(), login=str(person.email), password=password)
    found = await find_signed_in(started.token)
    assert found is not None
    return started.token, found


async def mails_to(address: str | None) -> list[Mail]:
    """Return what the outbox holds for an address."""
    async with transaction() as session:
        query = select(Mail).where(col(Mail.recipient) == address)
        return list((await session.execute(query.order_by(col(Mail.created_at)))).scalars())


async def trail(organization_id: UUID) -> list[AuditEntry]:
    """Return a clinic's audit entries in order."""
    async with transaction(organization=organization_id) as session:
        query = select(AuditEntry).where(col(AuditEntry.organization_id) == organization_id)
        return list((await session.execute(query.order_by(col(AuditEntry.seq)))).scalars())


class CountingHasher:
    """The real hasher, with the number of times that it was asked to hash or to verify."""

    def __init__(self, real: Hasher) -> None:
        """Ask `real` for everything."""
        self._real = real
        self.hashed = 0
        self.verified = 0

    def hash(self, secret: str) -> str:
        """Hash and count."""
        self.hashed += 1
        return self._real.hash(secret)

    def verify(self, secret: str, hash: str) -> bool:  # noqa: A002  # passlib's name
        """Verify and count."""
        self.verified += 1
        return self._real.verify(secret, hash)

    def identify(self, hash: str) -> str | None:  # noqa: A002  # passlib's name
        """Ask the real one."""
        return self._real.identify(hash)

    def needs_update(self, hash: str) -> bool:  # noqa: A002  # passlib's name
        """Ask the real one."""
        return self._real.needs_update(hash)


@contextmanager
def counted_hashes() -> Generator[CountingHasher]:
    """Count hashing inside a `with` block; nothing else changes."""
    counting = CountingHasher(passwords.hasher)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", counting)
        yield counting
