"""A visit as its patient may see it through a private link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, ServiceId
from clinic_app.kit.tokens import hash_token
from clinic_app.scheduling.outside.make_visit_link import GOOD_AFTER

_SELECT = """
    SELECT a.id, a.version, a.status, a.starts_at, a.ends_at, a.updated_at, a.patient_id,
        a.service_id, s.name AS service, a.practitioner_id, p.name AS practitioner
    FROM appointment a
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    JOIN practitioner p ON p.organization_id = a.organization_id AND p.id = a.practitioner_id
"""
_VISIT = text(f"""
    {_SELECT}
    JOIN visit_link l ON l.organization_id = a.organization_id AND l.appointment_id = a.id
    WHERE l.organization_id = :organization AND l.token_hash = :token
        AND l.revoked_at IS NULL AND a.ends_at > :not_before
""")
_VISITS = text(f"""
    {_SELECT}
    WHERE a.organization_id = :organization AND a.id = ANY(:visits)
    ORDER BY a.starts_at, a.id
""")
_COMING = text("""
    SELECT count(DISTINCT a.id)
    FROM visit_link l
    JOIN appointment a ON a.organization_id = l.organization_id AND a.id = l.appointment_id
    WHERE l.organization_id = :organization AND l.contact_hash = ANY(:contacts)
        AND a.status IN ('booked', 'confirmed') AND a.starts_at > :now
""")


@dataclass(frozen=True, slots=True)
class LinkedVisit:
    """What, with whom and when. Neither the patient's name nor the desk's note."""

    appointment_id: AppointmentId
    version: int
    status: str
    start: datetime
    end: datetime
    changed_at: datetime
    patient_id: PatientId
    service_id: ServiceId
    service: str
    practitioner_id: PractitionerId
    practitioner: str


async def get_linked_visit(session: AsyncSession, actor: Actor, *, token: str) -> LinkedVisit:
    """Return the visit that a token leads to. Raises NotFound for one that is no longer good."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {
        "organization": actor.organization_id,
        "token": hash_token(token),
        "not_before": now() - GOOD_AFTER,
    }
    row: Any = (await session.execute(_VISIT, values)).one_or_none()
    if row is None:
        raise NotFound("This link")
    return linked_visit(row, row.id)


async def get_visits_beside(
    session: AsyncSession, actor: Actor, *, appointment_ids: Sequence[AppointmentId]
) -> list[LinkedVisit]:
    """Return other visits of the linked one's coming, by their time, as its patient sees them."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "visits": list(appointment_ids)}
    rows: Any = await session.execute(_VISITS, values)
    return [linked_visit(row, row.id) for row in rows]


def linked_visit(row: Any, visit_id: UUID) -> LinkedVisit:  # noqa: ANN401  # a result row
    """Return it of a row with a visit's own columns and the names of service and practitioner."""
    return LinkedVisit(
        appointment_id=AppointmentId(visit_id),
        version=row.version,
        status=row.status,
        start=row.starts_at,
        end=row.ends_at,
        changed_at=row.updated_at,
        patient_id=PatientId(row.patient_id),
        service_id=ServiceId(row.service_id),
        service=row.service,
        practitioner_id=PractitionerId(row.practitioner_id),
        practitioner=row.practitioner,
    )


async def count_coming_of(session: AsyncSession, actor: Actor, *, contacts: list[bytes]) -> int:
    """Return how many visits to come were booked online by one phone or mail address."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "contacts": contacts, "now": now()}
    return (await session.execute(_COMING, values)).scalar_one()
