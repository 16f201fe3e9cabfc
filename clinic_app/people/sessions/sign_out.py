"""Sign out of this browser."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.kit.tokens import hash_token
from clinic_app.people.sessions.end_sessions import end_sessions
from clinic_app.people.tables import Session


async def sign_out(session: AsyncSession, token: str) -> None:
    """End the session of a token; an unknown or ended one is left as it is.

    Takes the token rather than somebody signed in, so that an idle session can be ended too.
    """
    found = await session.execute(
        select(Session).where(col(Session.token_hash) == hash_token(token))
    )
    held = found.scalar_one_or_none()
    if held is not None:
        await end_sessions(session, held.person_id, because="signed out", only=held.id)
