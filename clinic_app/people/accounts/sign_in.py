"""Sign in with an email or a username, and a password."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.errors import Invalid
from clinic_app.people.accounts.find_person import find_person, login_name
from clinic_app.people.accounts.passwords import hash_password, needs_new_hash, verify_password
from clinic_app.people.accounts.rate_limit import (
    Limit,
    Tries,
    forget_tries,
    give_back,
    of_address,
    take_try,
)
from clinic_app.people.sessions.start_session import start_session
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.people.tables import Person

log = logging.getLogger(__name__)

ACCOUNT = Limit("sign-in account", most=8, window=timedelta(minutes=15))
# A whole clinic may sit behind one address.
ADDRESS = Limit("sign-in address", most=60, window=timedelta(minutes=15))

WRONG = "The email, username or password is not right."


@dataclass(frozen=True, slots=True)
class Started:
    """A session that began: the cookie's token, and whether the password must be changed."""

    token: str
    must_change_password: bool


def account_tries(account: str) -> Tries:
    """Count an account by its id, so that its email and its username share one count."""
    return Tries(ACCOUNT, account)


async def sign_in(
    visitor: Visitor, *, login: str, password: str, old_token: str | None = None
) -> Started:
    """Start a session, or raise Invalid in the same words and time whatever was wrong.

    Raises TryLater when the account or the address has failed too often. Opens transactions
    of its own: a failure is counted even though it is refused, and none is open while hashing.
    """
    name = login_name(login)
    async with transaction(read_only=True) as session:
        person = await find_person(session, name)
    account = account_tries(str(person.id) if person else name)
    address = of_address(ADDRESS, visitor.address)
    await take_try(account, address)
    right = await verify_password(password, person.password_hash if person else None)
    if person is None or not right:
        log.warning("a sign-in failed, from %s", visitor.address)  # never what was typed
        raise Invalid(WRONG)
    better_hash = await hash_password(password) if needs_new_hash(person.password_hash) else None

    async def start() -> Started:
        async with transaction(person=person.id) as session:
            await forget_tries(session, account)
            await give_back(session, address)
            same = await _still(session, person)
            if better_hash is not None:
                same.password_hash = better_hash
            token = await start_session(session, same, visitor, old_token=old_token)
            return Started(token, same.must_change_password)

    return await retrying(start)


async def _still(session: AsyncSession, person: Person) -> Person:
    """Hold the account as it was weighed: a password changed meanwhile is the wrong one now."""
    query = select(Person).where(
        col(Person.id) == person.id, col(Person.password_hash) == person.password_hash
    )
    held = await session.execute(query.with_for_update(key_share=True))
    same = held.scalar_one_or_none()
    if same is None:
        raise Invalid(WRONG)
    return same
