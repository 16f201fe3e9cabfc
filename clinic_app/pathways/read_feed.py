"""A practitioner's calendar feed, as a calendar program fetches it."""

import hashlib
from dataclasses import dataclass
from email.utils import format_datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.pathways.open_clinic import enter_as_patient
from clinic_app.pathways.open_visit_link import clinic_in
from clinic_app.scheduling.outside.feed_rows import get_feed_owner, list_feed_visits
from clinic_app.scheduling.outside.visit_calendar import feed_calendar


@dataclass(frozen=True, slots=True)
class Feed:
    """The calendar, and what tells whether it has changed."""

    text: str
    etag: str
    last_modified: str


async def read_feed(token: str) -> Feed:
    """Return the feed that a token opens. Raises NotFound for one that is no longer good.

    The same visits give the same text to the byte, so its digest is its ETag.
    """

    async def once() -> Feed:
        async with transaction(read_only=True) as session:
            return await _read(session, token)

    return await retrying(once)


async def _read(session: AsyncSession, token: str) -> Feed:
    clinic = await enter_as_patient(session, clinic_in(token))
    owner = await get_feed_owner(session, clinic.actor, token=token)
    visits = await list_feed_visits(
        session,
        clinic.actor,
        owner=owner,
        clinic=clinic.name,
        full_names=clinic.settings.feeds_name_patients,
    )
    text = feed_calendar(visits, name=f"{owner.name}, {clinic.name}")
    digest = hashlib.sha256(text.encode()).hexdigest()[:32]
    changed = max((visit.changed_at for visit in visits), default=now())
    return Feed(text, f'"{digest}"', format_datetime(changed, usegmt=True))
