"""The changes that wait to be told to one patient, locked until they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import NoticeId
from clinic_app.scheduling.outside.get_linked_visit import LinkedVisit, linked_visit
from clinic_app.scheduling.telling.notice_rules import Stand

# The visits first and the notices after them, as every verb that changes a visit does.
_LOCK_VISITS = text("""
    SELECT a.id FROM appointment a
    WHERE a.organization_id = :organization AND a.patient_id = (
        SELECT b.patient_id FROM patient_notice n
        JOIN appointment b ON b.organization_id = n.organization_id AND b.id = n.appointment_id
        WHERE n.organization_id = :organization AND n.id = :notice)
    AND EXISTS (SELECT FROM patient_notice w
        WHERE w.organization_id = a.organization_id AND w.appointment_id = a.id
            AND w.ended_at IS NULL)
    ORDER BY a.id FOR UPDATE
""")
_WAITING = text("""
    SELECT n.id, n.due_at, n.was_status, n.was_starts_at, n.was_ends_at, n.was_practitioner_id,
        n.was_zone,
        a.id AS visit, a.version, a.status, a.starts_at, a.ends_at, a.updated_at, a.patient_id,
        a.service_id, s.name AS service, a.practitioner_id, p.name AS practitioner,
        EXISTS (SELECT FROM visit_link l WHERE l.organization_id = a.organization_id
            AND l.appointment_id = a.id AND l.revoked_at IS NULL) AS linked,
        EXISTS (SELECT FROM visit_link l WHERE l.organization_id = a.organization_id
            AND l.appointment_id = a.id AND l.revoked_at IS NOT NULL) AS taken_back
    FROM patient_notice n
    JOIN appointment a ON a.organization_id = n.organization_id AND a.id = n.appointment_id
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    JOIN practitioner p ON p.organization_id = a.organization_id AND p.id = a.practitioner_id
    WHERE n.organization_id = :organization AND n.appointment_id = ANY(:visits)
        AND n.ended_at IS NULL
    ORDER BY a.starts_at, a.id FOR UPDATE OF n
""")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One change: how its patient knows the visit, and how it stands now."""

    id: NoticeId
    due_at: datetime
    before: Stand | None
    after: Stand
    visit: LinkedVisit
    may_link: bool  # False once the clinic took its private links back


async def lock_waiting(
    session: AsyncSession, actor: Actor, *, notice_id: NoticeId
) -> list[Waiting]:
    """Return all that waits for a notice's patient, by the visits' time; none when it is told."""
    require(actor, Permission.APPOINTMENT_READ)
    home = {"organization": actor.organization_id}
    visits = (await session.execute(_LOCK_VISITS, {**home, "notice": notice_id})).scalars().all()
    rows = await session.execute(_WAITING, {**home, "visits": list(visits)})
    return [_waiting(row, actor.time_zone) for row in rows]


def _waiting(row: Any, zone: str) -> Waiting:  # noqa: ANN401  # a result row
    return Waiting(
        id=NoticeId(row.id),
        due_at=row.due_at,
        before=_before(row),
        after=Stand(row.status, row.starts_at, row.ends_at, row.practitioner_id, zone),
        visit=linked_visit(row, row.visit),
        may_link=row.linked or not row.taken_back,
    )


def _before(row: Any) -> Stand | None:  # noqa: ANN401  # a result row
    who: UUID | None = row.was_practitioner_id
    if who is None:
        return None
    return Stand(row.was_status, row.was_starts_at, row.was_ends_at, who, row.was_zone)
