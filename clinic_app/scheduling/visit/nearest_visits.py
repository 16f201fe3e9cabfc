"""The last and the next visit of each of a page of patients."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PatientId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.wall_words import day_and_year

_NEAREST = text("""
    SELECT asked.id,
        (SELECT max(a.starts_at) FROM appointment a
         WHERE a.organization_id = :organization AND a.patient_id = asked.id
         AND a.starts_at <= :now AND a.status NOT IN ('cancelled', 'no_show')),
        (SELECT min(a.starts_at) FROM appointment a
         WHERE a.organization_id = :organization AND a.patient_id = asked.id
         AND a.starts_at > :now AND a.status NOT IN ('cancelled', 'no_show'))
    FROM unnest(CAST(:patients AS uuid[])) AS asked(id)
""")


async def nearest_visits(
    session: AsyncSession, actor: Actor, *, patients: Sequence[PatientId]
) -> dict[PatientId, tuple[str, str]]:
    """Return each patient's last and next visit as days (“20 Nov 2026” or ""), in one query.

    Cancelled and missed ones do not count. Another clinic's patients simply have none.
    """
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "now": now(), "patients": list(patients)}
    rows: Any = await session.execute(_NEAREST, values)
    return {
        PatientId(patient): (_day(actor, last), _day(actor, following))
        for patient, last, following in rows
    }


def _day(actor: Actor, instant: datetime | None) -> str:
    return "" if instant is None else day_and_year(to_wall(instant, actor.time_zone))
