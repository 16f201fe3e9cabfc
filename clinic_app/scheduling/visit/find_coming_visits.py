"""The coming visits of the patients that somebody is looking for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PatientId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS, with_names
from clinic_app.scheduling.wall_words import clock, short_day

OF_EACH = 2

# For each patient the index on patient and start is entered once; no visit lasts over a day.
COMING = text(f"""
    SELECT v.id, v.starts_at, p.name, s.name, w.name, ({ASSISTANTS.format(visit="v")})
    FROM unnest(CAST(:patients AS uuid[])) WITH ORDINALITY AS asked(id, n)
    CROSS JOIN LATERAL (
        SELECT a.id, a.starts_at, a.patient_id, a.service_id, a.practitioner_id, a.session_id
        FROM appointment a
        WHERE a.organization_id = :organization AND a.patient_id = asked.id
            AND a.starts_at > CAST(:now AS timestamptz) - interval '1 day' AND a.ends_at > :now
            AND a.status NOT IN ('cancelled', 'no_show')
        ORDER BY a.starts_at LIMIT :of_each) v
    JOIN patient p ON p.organization_id = :organization AND p.id = v.patient_id
    JOIN service s ON s.organization_id = :organization AND s.id = v.service_id
    JOIN practitioner w ON w.organization_id = :organization AND w.id = v.practitioner_id
    ORDER BY asked.n, v.starts_at LIMIT :most
""")  # noqa: S608  # put together from constants; all values are bound


@dataclass(frozen=True, slots=True)
class ComingVisit:
    """A visit to come, in words."""

    id: str
    date: str  # 2026-11-24
    patient: str
    when: str  # Tue 24 Nov, 10:00
    what: str  # Check-up, Dr. Lin Zhao with Nina Park


async def find_coming_visits(
    session: AsyncSession, actor: Actor, *, patient_ids: Sequence[PatientId], most: int = 6
) -> tuple[ComingVisit, ...]:
    """Return the next two visits of each, in the order of the patients, at most `most`.

    Another clinic's patients have none. One query.
    """
    require(actor, Permission.APPOINTMENT_READ)
    values = {
        "organization": actor.organization_id,
        "patients": list(patient_ids),
        "now": now(),
        "of_each": OF_EACH,
        "most": most,
    }
    rows: Any = await session.execute(COMING, values)
    return tuple(_visit(row, actor.time_zone) for row in rows)


def _visit(row: Any, zone_name: str) -> ComingVisit:  # noqa: ANN401  # a result row
    visit_id, starts_at, patient, service, practitioner, assistants = row
    wall = to_wall(starts_at, zone_name)
    return ComingVisit(
        id=str(visit_id),
        date=wall.date().isoformat(),
        patient=patient,
        when=f"{short_day(wall)}, {clock(wall)}",
        what=f"{service}, {with_names(practitioner, assistants)}",
    )
