"""Take a calendar feed back."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotAllowed
from clinic_app.kit.ids import FeedId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.outside.make_feed import may_feed
from clinic_app.scheduling.public_tables import CalendarFeed
from clinic_app.scheduling.tables import Practitioner


async def revoke_feed(session: AsyncSession, actor: Actor, *, feed_id: FeedId) -> None:
    """Let the link open nothing any more; a second time changes nothing."""
    require(actor, Permission.APPOINTMENT_READ)
    feed = await find(session, actor, CalendarFeed, feed_id, what="The feed", lock=True)
    who = await find(session, actor, Practitioner, feed.practitioner_id, what="The feed")
    if not may_feed(actor, who):
        raise NotAllowed
    if feed.revoked_at is not None:
        return
    feed.revoked_at = now()
    await announce(session, actor.organization_id, Topic.SCHEDULE)
    await record(session, actor, Tag.CALENDAR_FEED_REVOKE, subject_id=feed.id)
