"""Take a waiting-room screen's link back."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import ScreenLinkId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.desk_tables import ScreenLink


async def revoke_screen_link(session: AsyncSession, actor: Actor, *, link_id: ScreenLinkId) -> None:
    """End a link at once, on screens that show it now as well. Twice is once."""
    require(actor, Permission.APPOINTMENT_WRITE)
    link = await find(session, actor, ScreenLink, link_id, what="The screen", lock=True)
    if link.revoked_at is not None:
        return
    link.revoked_at, link.revoked_by = now(), actor.member_id
    await announce(session, actor.organization_id, Topic.SCHEDULE)
    await record(session, actor, Tag.SCREEN_LINK_REVOKE, subject_id=link.id)
