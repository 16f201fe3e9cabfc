"""With whom, who assists and in which room a visit is now, by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS, named

_VISIT = text(f"""
    SELECT a.starts_at, a.practitioner_id, w.name AS practitioner, a.room_id, r.name AS room,
        ({ASSISTANTS.format(visit="a")}) AS assistants
    FROM appointment a
    JOIN practitioner w ON w.organization_id = a.organization_id AND w.id = a.practitioner_id
    LEFT JOIN room r ON r.organization_id = a.organization_id AND r.id = a.room_id
    WHERE a.organization_id = :organization AND a.id = :visit
""")  # noqa: S608  # put together from constants; all values are bound


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a visit is. Nothing of its patient."""

    start: datetime  # an instant
    practitioner_id: PractitionerId
    practitioner: str
    room_id: RoomId | None
    room: str  # "" for none
    assistants: Mapping[str, str]  # names by id


async def get_whereabouts(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> Whereabouts:
    """Return where a visit of the actor's clinic is. Raises NotFound."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "visit": appointment_id}
    row: Any = (await session.execute(_VISIT, values)).one_or_none()
    if row is None:
        raise NotFound("The visit")
    return Whereabouts(
        start=row.starts_at,
        practitioner_id=row.practitioner_id,
        practitioner=row.practitioner,
        room_id=row.room_id,
        room=row.room or "",
        assistants=dict(named(row.assistants)),
    )
