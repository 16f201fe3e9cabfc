"""Add a room, or rename one."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.ids import RoomId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.shelf import free_name, last_position
from clinic_app.scheduling.tables import Room


async def save_room(
    session: AsyncSession, actor: Actor, *, name: str, room_id: RoomId | None = None
) -> RoomId:
    """Add (no id) or rename a room. Raises Invalid for an empty name or one in use."""
    require(actor, Permission.SCHEDULE_WRITE)
    kept = await free_name(session, actor, Room, name, besides=room_id)
    if room_id is None:
        position = await last_position(session, actor, Room)
        row = Room(organization_id=actor.organization_id, name=kept, position=position)
        session.add(row)
    else:
        row = await find(session, actor, Room, room_id, what="That room", lock=True)
        row.name = kept
    await session.flush()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.ROOM_SAVE, subject_id=row.id, added=room_id is None, name=kept)
    return RoomId(row.id)
