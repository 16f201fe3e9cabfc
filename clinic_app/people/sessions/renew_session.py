"""Give a session a new token and end all others: what a changed password asks for."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import SignedIn
from clinic_app.kit.clock import now
from clinic_app.kit.errors import SignedOut
from clinic_app.kit.tokens import hash_token, new_token
from clinic_app.live.announce import announce_sessions
from clinic_app.people.sessions.end_sessions import RENEWED, end_sessions
from clinic_app.people.tables import Session

# Long enough for the page that asked to load again with its new cookie, and no longer:
# whoever else holds the old token is out.
_GRACE = timedelta(seconds=10)


async def renew_session(session: AsyncSession, signed_in: SignedIn) -> str:
    """Return the new token. The old one is good for ten seconds more."""
    await end_sessions(
        session, signed_in.person_id, because="password changed", keep=signed_in.session_id
    )
    query = select(Session).where(
        col(Session.id) == signed_in.session_id, col(Session.ended_at).is_(None)
    )
    old = (await session.execute(query.with_for_update())).scalar_one_or_none()
    if old is None:
        raise SignedOut
    token = new_token()
    session.add(
        Session(
            token_hash=hash_token(token),
            person_id=old.person_id,
            active_organization_id=old.active_organization_id,
            created_at=old.created_at,
            last_used_at=now(),
            expires_at=old.expires_at,
            device=old.device,
            address=old.address,
        )
    )
    old.ended_because = RENEWED
    old.expires_at = min(old.expires_at, now() + _GRACE)
    await announce_sessions(session, signed_in.person_id)
    await session.flush()
    return token
