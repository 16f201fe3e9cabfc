"""One's own hold that stands against oneself: of a form in another window, or lost with it."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import HoldId, ServiceId

# What one has offered to somebody who waits is theirs.
_FIND = text("""
    SELECT h.id
    FROM service s
    JOIN slot_hold h ON h.organization_id = s.organization_id
    JOIN reservation r ON r.organization_id = s.organization_id AND r.hold_id = h.id
    WHERE s.organization_id = :organization AND s.id = :service
        AND h.member_id = :member AND h.released_at IS NULL AND h.expires_at > :now
        AND r.released_at IS NULL
        AND NOT EXISTS (SELECT FROM slot_offer f
            WHERE f.organization_id = s.organization_id AND f.hold_id = h.id
                AND f.state = 'open')
        AND r.begins_at < CAST(:start AS timestamptz) + make_interval(
            mins => coalesce(CAST(:minutes AS int), s.duration_minutes) + s.buffer_after)
        AND r.ends_at > CAST(:start AS timestamptz) - make_interval(mins => s.buffer_before)
    ORDER BY h.starts_at, h.id LIMIT 1
""")


async def find_own_hold(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    start: datetime,
    minutes: int | None = None,
) -> HoldId | None:
    """Return the first of one's own live holds of which a visit would need a part; else None.

    Whoever takes it over hands it to `hold_slot` as `instead_of`. minutes: None for as long as
    the service takes.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    values = {"organization": actor.organization_id, "service": service_id}
    values |= {"member": actor.member_id, "start": start, "minutes": minutes, "now": now()}
    found = (await session.execute(_FIND, values)).scalar_one_or_none()
    return None if found is None else HoldId(found)
