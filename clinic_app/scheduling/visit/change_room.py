"""Give a visit another room for the time it has: what the desk does when one is not ready."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId, RoomId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.booking.taking import take_room
from clinic_app.scheduling.desk.list_room_choices import list_room_choices
from clinic_app.scheduling.errors import NotOffered, SlotTaken

_DURING = text("""
    SELECT during FROM reservation
    WHERE organization_id = :organization AND appointment_id = :visit
        AND room_id = :room AND released_at IS NULL
""")


async def change_room(
    session: AsyncSession, actor: Actor, visit: Appointment, room_id: RoomId
) -> None:
    """Take another fitting room in place of a locked visit's own. Raises NotOffered, Conflict."""
    if visit.room_id == room_id:
        return
    fitting = await list_room_choices(session, actor, appointment_id=AppointmentId(visit.id))
    room = next((one for one in fitting if one.id == str(room_id)), None)
    if room is None:
        raise NotOffered("That room cannot be used for this visit.", field="room")
    during = await _during(session, actor, visit)
    try:
        await take_room(session, actor, visit.id, room_id, during)
    except SlotTaken:
        raise Conflict(f"{room.name} is taken by another visit.", field="room") from None
    visit.room_id = room_id


async def _during(session: AsyncSession, actor: Actor, visit: Appointment) -> Range[datetime]:
    """Return the span for which the visit has its room now: the buffers are in it."""
    values = {
        "organization": actor.organization_id,
        "visit": visit.id,
        "room": visit.room_id,
    }
    found = (await session.execute(_DURING, values)).scalar_one_or_none()
    return found or Range(visit.starts_at, visit.ends_at)
