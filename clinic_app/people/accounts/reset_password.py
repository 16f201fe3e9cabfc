"""Set a new password with a mailed link."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.tokens import hash_token
from clinic_app.people.accounts.password_rules import check_password
from clinic_app.people.accounts.passwords import hash_password
from clinic_app.people.accounts.rate_limit import forget_tries, of_address, take_try
from clinic_app.people.accounts.request_password_reset import ADDRESS
from clinic_app.people.accounts.sign_in import account_tries
from clinic_app.people.sessions.end_sessions import end_sessions
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.people.tables import PasswordReset, Person


def link_is_over() -> Invalid:
    """Say the same of a link that was used, is too old, or never was."""
    return Invalid("This link is no longer good. Please ask for a new one.")


async def reset_password(visitor: Visitor, *, token: str, password: str) -> None:
    """Set the password of the link's account and end all its sessions.

    Raises Invalid for a bad link, and beside `password` for one that is not good enough; the
    link can then be used again. Of several uses at once, one wins.
    """
    await take_try(of_address(ADDRESS, visitor.address))
    person = await _person_of(token)
    check_password(password, person.name, person.email, person.username)
    password_hash = await hash_password(password)

    async def once() -> None:
        async with transaction(person=person.id) as session:
            await _hold(session, person.id)
            await _use(session, token)
            await _set_password(session, person.id, password_hash)

    await retrying(once)


async def _person_of(token: str) -> Person:
    query = (
        select(Person)
        .join(PasswordReset, col(PasswordReset.person_id) == col(Person.id))
        .where(
            col(PasswordReset.token_hash) == hash_token(token),
            col(PasswordReset.used_at).is_(None),
            col(PasswordReset.expires_at) > now(),
        )
    )
    async with transaction(read_only=True) as session:
        person = (await session.execute(query)).scalar_one_or_none()
    if person is None:
        raise link_is_over()
    return person


async def _hold(session: AsyncSession, person_id: UUID) -> None:
    """Take the account first: two links of one person at once then wait in line."""
    query = select(Person.id).where(col(Person.id) == person_id)
    await session.execute(query.with_for_update(key_share=True))


async def _use(session: AsyncSession, token: str) -> None:
    """Mark the link as used; whoever comes second finds it so."""
    used = await session.execute(
        update(PasswordReset)
        .where(
            col(PasswordReset.token_hash) == hash_token(token),
            col(PasswordReset.used_at).is_(None),
            col(PasswordReset.expires_at) > now(),
        )
        .values(used_at=now())
        .returning(col(PasswordReset.person_id))
    )
    if used.scalar_one_or_none() is None:
        raise link_is_over()


async def _set_password(session: AsyncSession, person_id: UUID, password_hash: str) -> None:
    await session.execute(
        update(Person)
        .where(col(Person.id) == person_id)
        .values(password_hash=password_hash, must_change_password=False)
    )
    # Other links that were mailed before are over as well.
    await session.execute(
        update(PasswordReset)
        .where(col(PasswordReset.person_id) == person_id, col(PasswordReset.used_at).is_(None))
        .values(used_at=now())
    )
    await forget_tries(session, account_tries(str(person_id)))
    await end_sessions(session, person_id, because="password reset")
