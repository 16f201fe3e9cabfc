"""Add a room, or rename one."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import RoomId
from clinic_app.scheduling.set_up.named_things import save_named
from clinic_app.scheduling.tables import Room


async def save_room(
    session: AsyncSession, actor: Actor, *, name: str, room_id: RoomId | None = None
) -> RoomId:
    """Add (no id) or rename a room. Raises Invalid for an empty name or one in use."""
    require(actor, Permission.SCHEDULE_WRITE)
    tag = Tag.ROOM_SAVE
    saved = await save_named(session, actor, Room, name=name, row_id=room_id, tag=tag)
    return RoomId(saved)
