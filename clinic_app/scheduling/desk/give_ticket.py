"""Give an arrived visit its number of the day."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid
from clinic_app.kit.zones import to_wall

# The day's own row is taken until the transaction ends, so those who arrive together wait in
# line for it and none gets another's number. The services of one coming share one. A visit that
# has a ticket of today keeps it, also when its arrival was a wrong click; one of another day, from
# which it was moved, is replaced.
_GIVE = text("""
    WITH coming AS (
        SELECT t.appointment_id, t.number
        FROM appointment v
        JOIN appointment o ON o.organization_id = v.organization_id
            AND (o.id = v.id OR o.visit_group_id = v.visit_group_id)
        JOIN visit_ticket t ON t.organization_id = o.organization_id
            AND t.appointment_id = o.id AND t.day = :day
        WHERE v.organization_id = :organization AND v.id = :visit
    ), counted AS (
        INSERT INTO ticket_day (organization_id, id, day, given)
        SELECT :organization, :day_id, :day, 1
        WHERE NOT EXISTS (SELECT FROM coming)
        ON CONFLICT (organization_id, day) DO UPDATE SET given = ticket_day.given + 1
        RETURNING given
    )
    INSERT INTO visit_ticket (organization_id, id, created_at, appointment_id, day, number, shared)
    SELECT :organization, :id, CAST(:created_at AS timestamptz), :visit, :day, number, shared
    FROM (SELECT given AS number, false AS shared FROM counted
        UNION ALL
        (SELECT number, true FROM coming
            WHERE NOT EXISTS (SELECT FROM coming WHERE appointment_id = :visit)
            ORDER BY number LIMIT 1)) ticket
    ON CONFLICT (organization_id, appointment_id) DO UPDATE
        SET day = excluded.day, number = excluded.number, created_at = excluded.created_at,
            shared = excluded.shared
""")


async def give_ticket(session: AsyncSession, actor: Actor, appointment_id: UUID) -> None:
    """Give a visit, locked by the caller, the clinic's next number of today."""
    values = {
        "organization": actor.organization_id,
        "day_id": new_uuid(),
        "day": to_wall(now(), actor.time_zone).date(),
        "visit": appointment_id,
        "id": new_uuid(),
        "created_at": now(),
    }
    await session.execute(_GIVE, values)
