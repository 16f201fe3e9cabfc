"""Tell every process that something changed. Nothing is told before commit or after rollback."""

import json
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.asking import send_later
from clinic_app.database.statement import Statement
from clinic_app.live.topics import Topic

CHANNEL = "polyclinic"

_NOTIFY = Statement("SELECT pg_notify(:channel, :message)")


async def announce(session: AsyncSession, organization_id: UUID, *topics: Topic) -> None:
    """Wake the screens of one clinic that show any of these topics.

    Only the clinic's id and the topic travel; each screen reads its own rows again.
    """
    for topic in topics:
        message = json.dumps({"organization": str(organization_id), "topic": topic})
        await send_later(session, _NOTIFY, {"channel": CHANNEL, "message": message})


async def announce_sessions(session: AsyncSession, person_id: UUID | None) -> None:
    """Say that a person's sessions, memberships or roles changed, so nobody trusts a cache.

    None means everybody's: a clinic's own settings changed.
    """
    person = None if person_id is None else str(person_id)
    message = json.dumps({"person": person, "topic": Topic.SESSIONS})
    await send_later(session, _NOTIFY, {"channel": CHANNEL, "message": message})
