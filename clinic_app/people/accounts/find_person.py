"""Find the account that somebody means by an email address or a username."""

import unicodedata

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.people.tables import Person

_LONGEST = 254


def login_name(typed: str) -> str:
    """Return what was typed in the one form that accounts are compared and counted by."""
    line = unicodedata.normalize("NFKC", typed).strip().casefold()[:_LONGEST]
    # PostgreSQL takes no text with NUL, and UTF-8 none with half a surrogate pair.
    return "".join(sign for sign in line if unicodedata.category(sign) not in {"Cc", "Cs"})


async def find_person(session: AsyncSession, login: str) -> Person | None:
    """Return the account with this email or username, however its capitals are written."""
    query = select(Person).where(or_(col(Person.email) == login, col(Person.username) == login))
    return (await session.execute(query)).scalar_one_or_none()
