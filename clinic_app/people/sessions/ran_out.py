"""Tell why somebody is not signed in, as far as their token still tells."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.kit.tokens import hash_token
from clinic_app.people.tables import Session


async def ran_out(session: AsyncSession, token: str) -> bool:
    """Tell whether a session that is over ended by time alone: nobody signed out or ended it."""
    query = select(col(Session.id)).where(
        col(Session.token_hash) == hash_token(token), col(Session.ended_at).is_(None)
    )
    return (await session.execute(query)).first() is not None
