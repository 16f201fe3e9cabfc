"""End sessions of a person, in the transaction of whatever is the reason."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import enter_clinic
from clinic_app.kit.clock import now
from clinic_app.live.announce import announce_sessions
from clinic_app.people.live_membership import actor_at, live_places
from clinic_app.people.tables import Person, Session

_TENANT = text(
    "SELECT NULLIF(current_setting('app.organization_id', true), '')::uuid,"
    " NULLIF(current_setting('app.person_id', true), '')::uuid"
)

# A session whose token was replaced: it lives a few seconds more, and is not listed.
RENEWED = "renewed"

Ended = tuple[UUID, UUID | None]  # the session's id and its clinic's


async def end_sessions(
    session: AsyncSession,
    person_id: UUID,
    *,
    because: str,
    only: UUID | None = None,
    keep: UUID | None = None,
) -> int:
    """End a person's sessions at once, on their open pages too; return how many.

    because: a word or two for the session's row and the audit trail; only: this one;
    keep: all but this one. Each clinic in which one was active gets an audit entry.
    """
    ending = (
        update(Session)
        .where(
            col(Session.person_id) == person_id,
            col(Session.ended_at).is_(None),
            col(Session.expires_at) > now(),
        )
        .values(ended_at=now(), ended_because=because)
        .returning(col(Session.id), col(Session.active_organization_id))
    )
    if only is not None:
        ending = ending.where(col(Session.id) == only)
    if keep is not None:
        ending = ending.where(col(Session.id) != keep)
    ended: list[Ended] = [(row[0], row[1]) for row in await session.execute(ending)]
    if ended:
        await announce_sessions(session, person_id)
        await _leave_word(session, person_id, ended, because)
    return len(ended)


async def _leave_word(
    session: AsyncSession, person_id: UUID, ended: Sequence[Ended], because: str
) -> None:
    """Write the audit entries, each within its own clinic, and come back to where we were."""
    organization, person_set = (await session.execute(_TENANT)).one()
    person = (await session.execute(select(Person).where(col(Person.id) == person_id))).scalar_one()
    places = {place[1].id: place for place in await live_places(session, person_id)}
    # In the order of the clinics' ids: each entry holds its clinic's chain until commit, and
    # two transactions that take several chains must take them in the same order.
    for session_id, clinic_id in sorted(ended, key=lambda one: str(one[1])):
        if clinic_id is not None and clinic_id in places:
            enter_clinic(session, organization=clinic_id, person=person_id)
            actor = actor_at(person, places[clinic_id], session_id)
            await record(session, actor, Tag.SESSION_END, subject_id=session_id, because=because)
    enter_clinic(session, organization=organization, person=person_set)
