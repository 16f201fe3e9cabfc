"""What can be booked, and with whom: the choices of a booking."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.booking.booking_rows import (
    BookablePractitioner,
    BookableRoom,
    BookableService,
    BookingChoices,
)

_SERVICES = text("""
    SELECT s.id, s.name, s.duration_minutes, s.needs_room,
        (SELECT string_agg(d.name, ' + ' ORDER BY d.name)
            FROM service_device n
            JOIN device d ON d.organization_id = n.organization_id AND d.id = n.device_id
            WHERE n.organization_id = s.organization_id AND n.service_id = s.id),
        ARRAY(SELECT g.practitioner_id FROM service_practitioner g
            WHERE g.organization_id = s.organization_id AND g.service_id = s.id),
        s.seats,
        (SELECT json_agg(json_build_array(r.id, r.name) ORDER BY r.position, r.name, r.id)
            FROM room r
            WHERE r.organization_id = s.organization_id AND r.archived_at IS NULL
                AND s.needs_room AND (
                    NOT EXISTS (SELECT FROM service_room f
                        WHERE f.organization_id = s.organization_id AND f.service_id = s.id)
                    OR EXISTS (SELECT FROM service_room f
                        WHERE f.organization_id = s.organization_id AND f.service_id = s.id
                            AND f.room_id = r.id)))
    FROM service s
    WHERE s.organization_id = :organization AND s.archived_at IS NULL
    ORDER BY s.position, s.name, s.id
""")
_PRACTITIONERS = text(
    "SELECT id, name FROM practitioner"
    " WHERE organization_id = :organization AND archived_at IS NULL ORDER BY position, name, id"
)


async def load_booking_choices(session: AsyncSession, actor: Actor) -> BookingChoices:
    """Return the services that somebody gives and the practitioners, in two queries."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id}
    practitioners = tuple(
        BookablePractitioner(str(key), name)
        for key, name in await session.execute(_PRACTITIONERS, values)
    )
    working = {one.id for one in practitioners}
    services = [_service(row, working) for row in await session.execute(_SERVICES, values)]
    return BookingChoices(
        services=tuple(service for service in services if service.practitioner_ids),
        practitioners=practitioners,
    )


def _service(row: Any, working: set[str]) -> BookableService:  # noqa: ANN401  # a result row
    key, name, minutes, needs_room, devices, givers, seats, rooms = row
    room = "room" if needs_room else "no room"
    return BookableService(
        id=str(key),
        name=name,
        needs=f"{minutes} min · {room} · {devices or 'no device'}",
        practitioner_ids=tuple(str(giver) for giver in givers if str(giver) in working),
        seats=seats,
        rooms=tuple(BookableRoom(one, called) for one, called in rooms or ()),
    )
