"""Put a room away that is no longer used."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import RoomId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.set_up.shelf import services_with
from clinic_app.scheduling.set_up.visits_ahead import visits_ahead, visits_in_words
from clinic_app.scheduling.tables import Room, ServiceRoom


async def archive_room(session: AsyncSession, actor: Actor, *, room_id: RoomId) -> None:
    """Book a room no more. Raises Conflict while visits are to come or a service has no other."""
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(session, actor, Room, room_id, what="That room", lock=True)
    ahead = await visits_ahead(session, actor, col(Reservation.room_id) == room_id)
    if ahead:
        raise Conflict(f"{visits_in_words(ahead)} to come will be in {row.name}. Move them first.")
    only_here = await _only_here(session, actor, room_id)
    if only_here:
        raise Conflict(
            f"{' and '.join(only_here)} can only be given in {row.name}. Change that first."
        )
    row.archived_at = row.archived_at or now()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(session, actor, Tag.ROOM_ARCHIVE, subject_id=row.id, name=row.name)


async def _only_here(session: AsyncSession, actor: Actor, room_id: RoomId) -> list[str]:
    """Return the names of live services whose list of rooms would be left without any.

    An empty list means "any room", so such a service would quietly move elsewhere.
    """
    elsewhere = (
        select(col(ServiceRoom.service_id))
        .join(
            Room,
            (col(Room.organization_id) == col(ServiceRoom.organization_id))
            & (col(Room.id) == col(ServiceRoom.room_id)),
        )
        .where(
            col(ServiceRoom.organization_id) == actor.organization_id,
            col(ServiceRoom.room_id) != room_id,
            col(Room.archived_at).is_(None),
        )
    )
    here = select(col(ServiceRoom.service_id)).where(
        col(ServiceRoom.organization_id) == actor.organization_id,
        col(ServiceRoom.room_id) == room_id,
        col(ServiceRoom.service_id).not_in(elsewhere),
    )
    return await services_with(session, actor, here)
