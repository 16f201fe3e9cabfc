"""The rooms that a visit could be called into."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.desk.queue_rows import RoomChoice
from clinic_app.scheduling.desk.ticket_rules import ticket_words

# A service with no rooms listed may use any.
_ROOMS = text("""
    SELECT room.id, room.name, room.id = a.room_id AS planned,
        EXISTS (
            SELECT FROM reservation other
            JOIN reservation mine ON mine.organization_id = :organization
                AND mine.appointment_id = a.id AND mine.room_id = a.room_id
                AND mine.released_at IS NULL
            WHERE other.organization_id = :organization AND other.resource_id = room.id
                AND other.released_at IS NULL AND other.appointment_id <> a.id
                AND other.begins_at > mine.begins_at - interval '1 day'
                AND other.begins_at < mine.ends_at AND other.ends_at > mine.begins_at
        ) AS taken,
        (SELECT max(ticket.number)
            FROM appointment inside
            JOIN visit_ticket ticket ON ticket.organization_id = :organization
                AND ticket.appointment_id = inside.id
            WHERE inside.organization_id = :organization AND inside.room_id = room.id
                AND inside.status = 'in_visit' AND inside.id <> a.id
                AND inside.starts_at BETWEEN a.starts_at - interval '1 day'
                    AND a.starts_at + interval '1 day') AS inside
    FROM appointment a
    JOIN service ON service.organization_id = :organization AND service.id = a.service_id
        AND service.needs_room
    JOIN room ON room.organization_id = :organization AND room.archived_at IS NULL
    WHERE a.organization_id = :organization AND a.id = :visit
        AND (room.id IN (
                SELECT fit.room_id FROM service_room fit
                WHERE fit.organization_id = :organization AND fit.service_id = a.service_id)
            OR NOT EXISTS (
                SELECT FROM service_room fit
                WHERE fit.organization_id = :organization AND fit.service_id = a.service_id))
    ORDER BY planned DESC, room.position, room.name
""")


async def list_room_choices(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> list[RoomChoice]:
    """Return the rooms that fit a visit, the planned one first; none if it needs no room."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "visit": appointment_id}
    return [
        RoomChoice(
            id=str(row.id),
            name=row.name,
            planned=bool(row.planned),
            taken="taken by another visit" if row.taken else "",
            inside=ticket_words(row.inside) if row.inside else "",
        )
        for row in await session.execute(_ROOMS, values)
    ]
