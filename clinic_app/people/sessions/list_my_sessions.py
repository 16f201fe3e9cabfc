"""List the browsers in which somebody is signed in."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import SignedIn
from clinic_app.kit.clock import now
from clinic_app.people.sessions.end_sessions import RENEWED
from clinic_app.people.sessions.find_signed_in import IDLE_MINUTES
from clinic_app.people.sessions.session_rows import MySession
from clinic_app.people.tables import Organization, Session

_MOST = 50


async def list_my_sessions(session: AsyncSession, signed_in: SignedIn) -> list[MySession]:
    """Return somebody's own live sessions: this one first, then the latest used."""
    idle = func.coalesce(col(Organization.idle_minutes), IDLE_MINUTES)
    found = await session.execute(
        select(Session)
        .outerjoin(Organization, col(Organization.id) == col(Session.active_organization_id))
        .where(
            col(Session.person_id) == signed_in.person_id,
            col(Session.ended_at).is_(None),
            col(Session.ended_because) != RENEWED,
            col(Session.expires_at) > now(),
            col(Session.last_used_at) > now() - func.make_interval(0, 0, 0, 0, 0, idle),
        )
        .order_by((col(Session.id) == signed_in.session_id).desc())
        .order_by(col(Session.last_used_at).desc())
        .limit(_MOST)
    )
    return [_row(one, signed_in) for one in found.scalars()]


def _row(one: Session, signed_in: SignedIn) -> MySession:
    return MySession(
        id=str(one.id),
        device=one.device or "Unknown device",
        address=one.address,
        started_at=one.created_at,
        last_used_at=one.last_used_at,
        is_this=one.id == signed_in.session_id,
    )
