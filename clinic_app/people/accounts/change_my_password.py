"""Change one's own password: the known one first, then the new one."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import SignedIn
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import perform_own, transaction
from clinic_app.kit.errors import Invalid
from clinic_app.people.accounts.edit_my_account import own_person
from clinic_app.people.accounts.password_rules import check_password
from clinic_app.people.accounts.passwords import hash_password, verify_password
from clinic_app.people.accounts.rate_limit import Limit, Tries, forget_tries, take_try
from clinic_app.people.sessions.renew_session import renew_session
from clinic_app.people.tables import Person

LIMIT = Limit("password change", most=8, window=timedelta(minutes=15))


async def change_my_password(signed_in: SignedIn, *, current: str, new: str) -> str:
    """Change the password, end all other sessions, and return this one's new token.

    Raises Invalid beside `current` or `password`, TryLater after too many wrong ones. Opens
    transactions of its own: a failure is counted, and none is open while hashing.
    """
    async with transaction(read_only=True) as session:
        query = select(Person).where(col(Person.id) == signed_in.person_id)
        person = (await session.execute(query)).scalar_one()
    tries = Tries(LIMIT, str(person.id))
    await take_try(tries)
    if not await verify_password(current, person.password_hash):
        raise Invalid("This is not your present password.", field="current")
    check_password(new, person.name, person.email, person.username)
    if new == current:
        raise Invalid("Choose another one than the present.", field="password")
    new_hash = await hash_password(new)
    return await perform_own(
        signed_in, _change, tries=tries, known=person.password_hash, new_hash=new_hash
    )


async def _change(
    session: AsyncSession, signed_in: SignedIn, *, tries: Tries, known: str, new_hash: str
) -> str:
    person = await own_person(session, signed_in)
    if person.password_hash != known:
        raise Invalid("Your password was changed a moment ago.", field="current")
    person.password_hash = new_hash
    person.must_change_password = False
    await session.flush()
    await forget_tries(session, tries)
    token = await renew_session(session, signed_in)
    if signed_in.actor is not None:
        await record(session, signed_in.actor, Tag.ACCOUNT_PASSWORD, subject_id=person.id)
    return token
