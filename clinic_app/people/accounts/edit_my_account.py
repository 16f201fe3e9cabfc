"""Change one's own name and username."""

import re

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import SignedIn
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.kit.errors import Conflict, Invalid
from clinic_app.kit.text import one_line
from clinic_app.live.announce import announce_sessions
from clinic_app.people.tables import Person

_USERNAME = re.compile(r"[A-Za-z0-9_.]{3,32}")


def username_taken() -> Conflict:
    """Say that somebody else has the username."""
    return Conflict("Somebody else has this username.", field="username")


refuse("person_username_key", username_taken)


async def edit_my_account(
    session: AsyncSession, signed_in: SignedIn, *, name: str, username: str
) -> None:
    """Keep a name of at most 120 characters and a username, which may be empty.

    Raises Invalid beside the field, Conflict for a username that somebody else has.
    """
    person = await own_person(session, signed_in)
    person.name = one_line(name, field="name", label="Your name", most=120)
    person.username = check_username(username)
    if person.username is None and person.email is None:
        raise Invalid("Without an email you need a username to sign in.", field="username")
    await session.flush()
    await announce_sessions(session, signed_in.person_id)
    if signed_in.actor is not None:
        await record(session, signed_in.actor, Tag.ACCOUNT_EDIT, subject_id=person.id)


def check_username(username: str) -> str | None:
    """Return a username as it may be kept, None for an empty one."""
    wanted = username.strip()
    if wanted and not _USERNAME.fullmatch(wanted):
        raise Invalid("Use 3 to 32 letters, digits, dots and underscores.", field="username")
    return wanted or None


async def own_person(session: AsyncSession, signed_in: SignedIn) -> Person:
    """Return somebody's own account, held for change."""
    query = select(Person).where(col(Person.id) == signed_in.person_id)
    held = await session.execute(query.with_for_update(key_share=True))
    return held.scalar_one()
