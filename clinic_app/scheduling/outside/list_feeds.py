"""The calendar feeds that somebody may make and take back."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.scheduling.outside.make_feed import may_feed
from clinic_app.scheduling.public_tables import CalendarFeed
from clinic_app.scheduling.tables import Practitioner


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A link that is in use."""

    id: str
    made_at: datetime
    mine: bool  # made by who asks


@dataclass(frozen=True, slots=True)
class FeedsOf:
    """A practitioner and the links to their visits."""

    practitioner_id: str
    name: str
    feeds: tuple[FeedRow, ...]


async def list_feeds(session: AsyncSession, actor: Actor) -> list[FeedsOf]:
    """Return one's own, or everybody's for who runs the clinic, in two queries."""
    require(actor, Permission.APPOINTMENT_READ)
    people = scoped(Practitioner, actor).where(col(Practitioner.archived_at).is_(None))
    people = people.order_by(col(Practitioner.position), col(Practitioner.id))
    live = scoped(CalendarFeed, actor).where(col(CalendarFeed.revoked_at).is_(None))
    live = live.order_by(col(CalendarFeed.created_at), col(CalendarFeed.id))
    feeds: defaultdict[UUID, list[FeedRow]] = defaultdict(list)
    for feed in (await session.execute(live)).scalars():
        row = FeedRow(str(feed.id), feed.created_at, feed.made_by == actor.member_id)
        feeds[feed.practitioner_id].append(row)
    return [
        FeedsOf(str(one.id), one.name, tuple(feeds[one.id]))
        for one in (await session.execute(people)).scalars()
        if may_feed(actor, one)
    ]
