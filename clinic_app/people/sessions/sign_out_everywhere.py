"""Sign out of every browser, or of every other one."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import SignedIn
from clinic_app.people.sessions.end_sessions import end_sessions


async def sign_out_everywhere(
    session: AsyncSession, signed_in: SignedIn, *, but_here: bool = False
) -> int:
    """End all of somebody's own sessions, this one too unless `but_here`; return how many."""
    keep = signed_in.session_id if but_here else None
    return await end_sessions(
        session, signed_in.person_id, because="signed out everywhere", keep=keep
    )
