"""End one of somebody's own sessions, on another device for example."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import SignedIn
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import SessionId
from clinic_app.people.sessions.end_sessions import end_sessions


async def end_my_session(
    session: AsyncSession, signed_in: SignedIn, *, session_id: SessionId
) -> None:
    """End the session. Raises NotFound for one that is over and for another person's alike."""
    ended = await end_sessions(
        session, signed_in.person_id, because="ended from the account page", only=session_id
    )
    if not ended:
        raise NotFound("That session")
