"""A patient who is inside for one service of a coming is not called in for the next."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import IllegalMove

# Services that were booked for one time are given together: a joint consultation.
_INSIDE = text("""
    SELECT p.name AS practitioner, r.name AS room
    FROM appointment o
    JOIN practitioner p ON p.organization_id = o.organization_id AND p.id = o.practitioner_id
    LEFT JOIN room r ON r.organization_id = o.organization_id AND r.id = o.room_id
    WHERE o.organization_id = :organization AND o.visit_group_id = :coming AND o.id <> :visit
        AND o.status = 'in_visit' AND NOT (o.starts_at < :ends AND o.ends_at > :starts)
    ORDER BY o.starts_at
    LIMIT 1
""")


async def require_not_inside(session: AsyncSession, actor: Actor, visit: Appointment) -> None:
    """Raise IllegalMove while the patient of a visit, locked with its coming, is with another."""
    if visit.visit_group_id is None:
        return
    values = {
        "organization": actor.organization_id,
        "coming": visit.visit_group_id,
        "visit": visit.id,
        "starts": visit.starts_at,
        "ends": visit.ends_at,
    }
    inside: Any = (await session.execute(_INSIDE, values)).one_or_none()
    if inside is not None:
        where = inside_words(inside.practitioner, inside.room)
        raise IllegalMove(f"The patient is {where}. Complete that visit first.")


def inside_words(practitioner: str, room: str | None) -> str:
    """Return “now with Dr. Zhao, Room 1”."""
    return f"now with {practitioner}" + (f", {room}" if room else "")
