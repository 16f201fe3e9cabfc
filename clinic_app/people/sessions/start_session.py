"""Start a session: the one way in, for signing in, signing up and joining."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import enter_clinic
from clinic_app.kit.clock import now
from clinic_app.kit.tokens import hash_token, new_token
from clinic_app.people.live_membership import Place, actor_at, live_places
from clinic_app.people.sessions.end_sessions import end_sessions
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.people.tables import Person, Session

LIFETIME = timedelta(hours=12)


async def start_session(
    session: AsyncSession,
    person: Person,
    visitor: Visitor,
    *,
    old_token: str | None = None,
    organization_id: UUID | None = None,
) -> str:
    """Start a session of 12 hours and return its token, which nothing keeps.

    The clinic is `organization_id` where that is given, else the one the person used last.
    A session that the same browser still had ends: its cookie is replaced.
    """
    if old_token is not None:
        await _end_replaced(session, old_token)
    places = await live_places(session, person.id)
    place = _choose(places, organization_id or await _last_clinic(session, person.id))
    token, moment = new_token(), now()
    started = Session(
        token_hash=hash_token(token),
        person_id=person.id,
        active_organization_id=place[1].id if place else None,
        created_at=moment,
        last_used_at=moment,
        expires_at=moment + LIFETIME,
        device=visitor.device,
        address=visitor.address,
    )
    session.add(started)
    await session.flush()
    if place is not None:
        enter_clinic(session, organization=place[1].id, person=person.id)
        actor = actor_at(person, place, started.id)
        await record(session, actor, Tag.SESSION_START, subject_id=started.id)
    return token


async def _last_clinic(session: AsyncSession, person_id: UUID) -> UUID | None:
    found = await session.execute(
        select(Session.active_organization_id)
        .where(
            col(Session.person_id) == person_id, col(Session.active_organization_id).is_not(None)
        )
        .order_by(col(Session.last_used_at).desc())
        .limit(1)
    )
    return found.scalar_one_or_none()


def _choose(places: list[Place], wanted: UUID | None) -> Place | None:
    """Return the wanted place if the person still has it, else the first they ever had."""
    return next((place for place in places if place[1].id == wanted), next(iter(places), None))


async def _end_replaced(session: AsyncSession, token: str) -> None:
    found = await session.execute(
        select(Session).where(col(Session.token_hash) == hash_token(token))
    )
    old = found.scalar_one_or_none()
    if old is not None:
        await end_sessions(session, old.person_id, because="replaced", only=old.id)
