"""Make a calendar feed of a practitioner's visits."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.errors import NotAllowed
from clinic_app.kit.ids import FeedId, PractitionerId
from clinic_app.kit.tokens import clinic_token, hash_token
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.public_tables import CalendarFeed
from clinic_app.scheduling.tables import Practitioner


def may_feed(actor: Actor, practitioner: Practitioner) -> bool:
    """Tell whether somebody may take these visits out: one's own, or as who runs the clinic."""
    own = practitioner.member_id == actor.member_id and actor.scopes is None
    return own or may(actor, Permission.SCHEDULE_WRITE)


async def make_feed(
    session: AsyncSession, actor: Actor, *, practitioner_id: PractitionerId
) -> tuple[FeedId, str]:
    """Return the feed and its token, which is told this once; only its hash is kept."""
    require(actor, Permission.APPOINTMENT_READ)
    who = await find(session, actor, Practitioner, practitioner_id, what="The practitioner")
    if not may_feed(actor, who):
        raise NotAllowed
    token = clinic_token(actor.organization_id)
    feed = CalendarFeed(
        organization_id=actor.organization_id,
        practitioner_id=who.id,
        token_hash=hash_token(token),
        made_by=actor.member_id,
    )
    session.add(feed)
    await announce(session, actor.organization_id, Topic.SCHEDULE)
    await record(
        session, actor, Tag.CALENDAR_FEED_MAKE, subject_id=feed.id, practitioner_id=str(who.id)
    )
    return FeedId(feed.id), token
