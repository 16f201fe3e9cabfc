"""Find out who is asking, from the session cookie's token."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import SignedIn
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PersonId, SessionId
from clinic_app.kit.tokens import hash_token
from clinic_app.people.live_membership import Place, actor_at, live_place
from clinic_app.people.tables import Person, Session

# Without a clinic nobody has set another limit: the default idle minutes.
IDLE_MINUTES = 15
_TOUCH_EVERY = timedelta(seconds=30)


async def find_signed_in(token: str, *, active: bool = True) -> SignedIn | None:
    """Return who holds this token, None when the session is over, idle too long or unknown.

    active: this is somebody's deed and keeps the session awake; False for background pushes.
    """
    async with transaction() as session:
        found = await session.execute(
            select(Session, Person)
            .join(Person, col(Person.id) == col(Session.person_id))
            .where(col(Session.token_hash) == hash_token(token))
        )
        row = found.first()
        if row is None:
            return None
        signed_session, person = row
        moment = now()
        if signed_session.ended_at is not None or signed_session.expires_at <= moment:
            return None
        place = await live_place(session, person.id, signed_session.active_organization_id)
        idle_minutes = place[1].idle_minutes if place else IDLE_MINUTES
        if moment - signed_session.last_used_at > timedelta(minutes=idle_minutes):
            return None
        if active and moment - signed_session.last_used_at > _TOUCH_EVERY:
            await _touch(session, signed_session.id)
        return _signed_in(signed_session, person, place, idle_minutes)


async def _touch(session: AsyncSession, session_id: UUID) -> None:
    await session.execute(
        update(Session).where(col(Session.id) == session_id).values(last_used_at=now())
    )


def _signed_in(
    signed_session: Session, person: Person, place: Place | None, idle_minutes: int
) -> SignedIn:
    return SignedIn(
        person_id=PersonId(person.id),
        session_id=SessionId(signed_session.id),
        name=person.name,
        email=person.email or "",
        username=person.username or "",
        theme=person.theme,
        must_change_password=person.must_change_password,
        used_at=signed_session.last_used_at,
        expires_at=signed_session.expires_at,
        idle_minutes=idle_minutes,
        actor=actor_at(person, place, signed_session.id) if place else None,
    )
