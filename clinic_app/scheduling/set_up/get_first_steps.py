"""What a new clinic still lacks before its first visit can be booked."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.calendar.today_rows import FirstSteps

_BEGUN = text("SELECT EXISTS (SELECT FROM appointment WHERE organization_id = :organization)")
_HAS = text("""
    SELECT
        EXISTS (SELECT FROM practitioner
            WHERE organization_id = :organization AND archived_at IS NULL) AS practitioner,
        EXISTS (SELECT FROM working_hours h JOIN practitioner p
            ON p.organization_id = h.organization_id AND p.id = h.practitioner_id
            WHERE h.organization_id = :organization AND p.archived_at IS NULL) AS hours,
        EXISTS (SELECT FROM room
            WHERE organization_id = :organization AND archived_at IS NULL)
        OR EXISTS (SELECT FROM service WHERE organization_id = :organization
            AND archived_at IS NULL AND NOT needs_room) AS room,
        EXISTS (SELECT FROM service s
            JOIN service_practitioner g
                ON g.organization_id = s.organization_id AND g.service_id = s.id
            JOIN practitioner p
                ON p.organization_id = g.organization_id AND p.id = g.practitioner_id
            WHERE s.organization_id = :organization
                AND s.archived_at IS NULL AND p.archived_at IS NULL) AS service
""")


async def get_first_steps(session: AsyncSession, actor: Actor) -> FirstSteps | None:
    """Return what is set up already; None once a visit was booked, for then it is all known."""
    require(actor, Permission.SCHEDULE_WRITE)
    values = {"organization": actor.organization_id}
    if (await session.execute(_BEGUN, values)).scalar_one():
        return None
    row = (await session.execute(_HAS, values)).one()
    return FirstSteps(row.practitioner, row.hours, row.room, row.service)
