"""Make a link for a screen in the waiting room."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.text import one_line
from clinic_app.kit.tokens import clinic_token, hash_token
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.desk_tables import ScreenLink
from clinic_app.settings import settings


async def make_screen_link(session: AsyncSession, actor: Actor, *, label: str) -> str:
    """Return a new address that shows the clinic's tickets to whoever has it, until revoked."""
    require(actor, Permission.APPOINTMENT_WRITE)
    token = clinic_token(actor.organization_id)
    link = ScreenLink(
        organization_id=actor.organization_id,
        token_hash=hash_token(token),
        label=one_line(label, field="label", label="The screen's name", most=60),
        created_by=actor.member_id,
    )
    session.add(link)
    await announce(session, actor.organization_id, Topic.SCHEDULE)
    await record(session, actor, Tag.SCREEN_LINK_MAKE, subject_id=link.id)
    return f"{settings().base_url}/screen/{token}"
