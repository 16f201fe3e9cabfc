"""That nothing a visit took was archived in the same moment."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.scheduling.errors import NotOffered

_ARCHIVED = text("""
    SELECT name FROM practitioner
    WHERE organization_id = :organization AND id = :practitioner AND archived_at IS NOT NULL
    UNION ALL
    SELECT name FROM room
    WHERE organization_id = :organization AND id = :room AND archived_at IS NOT NULL
    UNION ALL
    SELECT name FROM device
    WHERE organization_id = :organization AND id = ANY(:devices) AND archived_at IS NOT NULL
    LIMIT 1
""")


async def require_still_here(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: UUID,
    room_id: UUID | None,
    device_ids: tuple[UUID, ...],
) -> None:
    """Raise NotOffered when one of them is archived by now. Ask after they were taken.

    Taking them locked their rows by foreign key, and archiving locks its row for update before
    it counts visits: whichever comes second sees what the first has done.
    """
    values = {
        "organization": actor.organization_id,
        "practitioner": practitioner_id,
        "room": room_id,
        "devices": list(device_ids),
    }
    archived = (await session.execute(_ARCHIVED, values)).scalar_one_or_none()
    if archived is not None:
        raise NotOffered(f"{archived} was just archived.", field="start")
