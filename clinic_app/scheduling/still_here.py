"""That nothing a visit took was archived in the same moment, and what caps hold by now."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask
from clinic_app.database.statement import Statement
from clinic_app.database.wire import Asked
from clinic_app.scheduling.errors import NotOffered

_HERE = Statement("""
    SELECT (
        SELECT name FROM practitioner
        WHERE organization_id = :organization AND id = ANY(:practitioners)
            AND archived_at IS NOT NULL
        UNION ALL
        SELECT name FROM room
        WHERE organization_id = :organization AND id = :room AND archived_at IS NOT NULL
        UNION ALL
        SELECT name FROM device
        WHERE organization_id = :organization AND id = ANY(:devices) AND archived_at IS NOT NULL
        LIMIT 1),
        (SELECT visits_a_day FROM practitioner
            WHERE organization_id = :organization AND id = :practitioner),
        (SELECT visits_a_day FROM service
            WHERE organization_id = :organization AND id = :service)
""")


@dataclass(frozen=True, slots=True)
class Caps:
    """How many visits a day the practitioner and the service may have; None for any number."""

    practitioner: int | None
    service: int | None


async def require_still_here(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: UUID,
    practitioner_id: UUID,
    room_id: UUID | None,
    device_ids: tuple[UUID, ...],
    assistant_ids: tuple[UUID, ...] = (),
) -> Caps:
    """Raise NotOffered when one of them is archived by now; return the caps. Ask after taking.

    Taking them locked their rows by foreign key, and archiving or setting a cap locks its row
    for update before it counts visits: whichever comes second sees what the first has done.
    """
    asked = ask_still_here(
        *(actor, service_id, practitioner_id, room_id, device_ids), assistant_ids
    )
    return caps_of((await ask(session, *asked))[0])


def ask_still_here(  # noqa: PLR0917  # what a visit took
    actor: Actor,
    service_id: UUID,
    practitioner_id: UUID,
    room_id: UUID | None,
    device_ids: tuple[UUID, ...],
    assistant_ids: tuple[UUID, ...] = (),
) -> Asked:
    """Return the question, for those who ask it together with others."""
    return (
        _HERE,
        {
            "organization": actor.organization_id,
            "service": service_id,
            "practitioner": practitioner_id,
            "practitioners": [practitioner_id, *assistant_ids],
            "room": room_id,
            "devices": list(device_ids),
        },
    )


def caps_of(row: Any) -> Caps:  # noqa: ANN401  # a result row
    """Return the caps that the question's answer tells. Raises NotOffered."""
    archived, of_practitioner, of_service = row
    if archived is not None:
        raise NotOffered(f"{archived} was just archived.", field="start")
    return Caps(of_practitioner, of_service)
