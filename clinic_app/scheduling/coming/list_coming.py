"""The services of one coming that can still be moved, as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, ServiceId
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.zone.distance_rules import Distance

_COMING = text("""
    SELECT a.id, a.version, a.starts_at, a.ends_at, a.service_id, s.name AS service,
        a.patient_id, a.practitioner_id, p.name AS practitioner
    FROM appointment o
    JOIN appointment a
        ON a.organization_id = o.organization_id AND a.visit_group_id = o.visit_group_id
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    JOIN practitioner p ON p.organization_id = a.organization_id AND p.id = a.practitioner_id
    WHERE o.organization_id = :organization AND o.id = :visit
        AND a.status IN ('booked', 'confirmed') AND (a.starts_at > :now OR a.id = o.id)
    ORDER BY a.starts_at, a.id
""")


@dataclass(frozen=True, slots=True)
class ComingPart:
    """One service of a coming, and the visit that it is."""

    visit_id: AppointmentId
    version: int
    patient_id: PatientId
    service_id: ServiceId
    service: str
    practitioner_id: PractitionerId
    practitioner: str
    start: datetime
    end: datetime


async def list_coming(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> tuple[ComingPart, ...]:
    """Return them in the order of time; nothing for a visit that stands alone."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "visit": appointment_id, "now": now()}
    rows: Any = await session.execute(_COMING, values)
    return tuple(
        ComingPart(
            visit_id=AppointmentId(row.id),
            version=row.version,
            patient_id=PatientId(row.patient_id),
            service_id=ServiceId(row.service_id),
            service=row.service,
            practitioner_id=PractitionerId(row.practitioner_id),
            practitioner=row.practitioner,
            start=row.starts_at,
            end=row.ends_at,
        )
        for row in rows
    )


def parts_of(coming: Sequence[ComingPart], zone_name: str) -> list[AskedPart]:
    """Return what a search for another time of it asks: each as long, and as far apart, as now."""
    return [
        AskedPart(
            one.service_id,
            one.practitioner_id,
            moving=one.visit_id,
            minutes=int((one.end - one.start).total_seconds()) // 60,
            after=Distance.between(coming[0].start, one.start, zone_name) if at else None,
        )
        for at, one in enumerate(coming)
    ]
