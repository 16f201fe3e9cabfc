"""A patient's visits, past and to come."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PatientId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.patients_here import require_patient
from clinic_app.scheduling.states import STATUS_NAMES, Status
from clinic_app.scheduling.visit.visit_rows import PatientVisit, PatientVisits
from clinic_app.scheduling.wall_words import clock, day_and_year

PAST_PAGE = 20
_MOST_COMING = 100

_LINES = """
    SELECT a.id, a.starts_at, a.ends_at, a.status, s.name, s.colour, w.name, r.name
    FROM appointment a
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    JOIN practitioner w ON w.organization_id = a.organization_id AND w.id = a.practitioner_id
    LEFT JOIN room r ON r.organization_id = a.organization_id AND r.id = a.room_id
    WHERE a.organization_id = :organization AND a.patient_id = :patient
"""
# Who was seen, or did not come, is waited for no longer, although the time is not over.
_OVER = "(a.ends_at <= :now OR a.status IN ('completed', 'no_show'))"
_COMING = text(f"{_LINES} AND NOT {_OVER} ORDER BY a.starts_at, a.id LIMIT :most")
_PAST = text(f"{_LINES} AND {_OVER} ORDER BY a.starts_at DESC, a.id LIMIT :page OFFSET :skip")
_COUNT_PAST = text(f"""
    SELECT count(*) FROM appointment a
    WHERE a.organization_id = :organization AND a.patient_id = :patient AND {_OVER}
""")  # noqa: S608  # put together from a constant; all values are bound


async def list_patient_appointments(
    session: AsyncSession, actor: Actor, *, patient_id: PatientId, past_page: int = 1
) -> PatientVisits:
    """Return the visits still to come or to end, soonest first, and one page (20) of those past.

    past_page: from 1, newest first. Raises NotFound for another clinic's patient.
    """
    require(actor, Permission.APPOINTMENT_READ)
    await require_patient(session, actor, patient_id, only_look=True)
    values = {
        "organization": actor.organization_id,
        "patient": patient_id,
        "now": now(),
        "most": _MOST_COMING,
        "page": PAST_PAGE,
        "skip": PAST_PAGE * (max(1, min(past_page, 10_000)) - 1),
    }
    coming = await session.execute(_COMING, values)
    past = await session.execute(_PAST, values)
    total = (await session.execute(_COUNT_PAST, values)).scalar_one()
    return PatientVisits(
        coming=tuple(_line(row, actor.time_zone) for row in coming),
        past=tuple(_line(row, actor.time_zone) for row in past),
        past_total=total,
    )


def _line(row: Any, zone_name: str) -> PatientVisit:  # noqa: ANN401  # a result row
    visit_id, starts_at, ends_at, status, service, colour, practitioner, room = row
    start, end = to_wall(starts_at, zone_name), to_wall(ends_at, zone_name)
    return PatientVisit(
        id=str(visit_id),
        date=start.date().isoformat(),
        day=f"{start:%a} {day_and_year(start)}",
        start=clock(start),
        end=clock(end),
        service=service,
        colour=colour,
        practitioner=practitioner,
        room=room or "",
        status=status,
        status_name=STATUS_NAMES[Status(status)],
    )
