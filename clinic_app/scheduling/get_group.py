"""A group's session in full: when, with whom, and who comes."""

from datetime import UTC
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import GroupId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.group_rows import GroupPatient, GroupSheet, group_version
from clinic_app.scheduling.states import MOVABLE, STATUS_NAMES, Status
from clinic_app.scheduling.visit_rows import VisitTime
from clinic_app.scheduling.wall_words import exact_clock, long_day

# Patients are another room's: joined by their table's name.
_GROUP = text("""
    SELECT g.*, s.name AS service, s.colour, w.name AS practitioner, r.name AS room,
        (SELECT string_agg(d.name, ', ' ORDER BY d.name)
            FROM reservation t
            JOIN device d ON d.organization_id = t.organization_id AND d.id = t.device_id
            WHERE t.organization_id = g.organization_id AND t.session_id = g.id
                AND t.released_at IS NULL) AS devices,
        (SELECT count(*) FROM numbered_place n
            WHERE n.organization_id = g.organization_id AND n.owner_id = g.id
                AND n.released_at IS NULL AND n.expires_at > :now) AS held,
        (SELECT json_agg(json_build_array(
                a.id, p.name, p.file_number, a.status, a.version) ORDER BY p.name, a.id)
            FROM appointment a
            JOIN patient p ON p.organization_id = a.organization_id AND p.id = a.patient_id
            WHERE a.organization_id = g.organization_id AND a.session_id = g.id
                AND a.status NOT IN ('cancelled', 'no_show')) AS visits
    FROM group_session g
    JOIN service s ON s.organization_id = g.organization_id AND s.id = g.service_id
    JOIN practitioner w ON w.organization_id = g.organization_id AND w.id = g.practitioner_id
    LEFT JOIN room r ON r.organization_id = g.organization_id AND r.id = g.room_id
    WHERE g.organization_id = :organization AND g.id = :group
""")


async def get_group(session: AsyncSession, actor: Actor, *, group_id: GroupId) -> GroupSheet:
    """Return a session of the actor's clinic. Desk data alone, whatever the role."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "group": group_id, "now": now()}
    row: Any = (await session.execute(_GROUP, values)).one_or_none()
    if row is None:
        raise NotFound("The session")
    visits: list[Any] = row.visits or []
    waits = bool(visits) and all(Status(status) in MOVABLE for *_, status, _version in visits)
    return GroupSheet(
        id=str(row.id),
        version=group_version((key, version) for key, *_, version in visits),
        service_id=str(row.service_id),
        service=row.service,
        colour=row.colour,
        practitioner_id=str(row.practitioner_id),
        practitioner=row.practitioner,
        room=row.room or "",
        devices=row.devices or "",
        time=_time(row, actor.time_zone),
        seats=f"{len(visits)} of {row.seats} seats",
        held=f"{row.held} more held" if row.held else "",
        coming="1 visit" if len(visits) == 1 else f"{len(visits)} visits",
        patients=tuple(
            GroupPatient(key, name, number, status, STATUS_NAMES[Status(status)])
            for key, name, number, status, _ in visits
        ),
        may_move=waits and may(actor, Permission.APPOINTMENT_WRITE),
        may_cancel=waits and may(actor, Permission.APPOINTMENT_DELETE),
    )


def _time(row: Any, zone_name: str) -> VisitTime:  # noqa: ANN401  # a result row
    start = to_wall(row.starts_at, zone_name)
    return VisitTime(
        instant=row.starts_at.astimezone(UTC).isoformat(),
        date=start.date().isoformat(),
        day=long_day(start),
        start=exact_clock(row.starts_at, zone_name),
        end=exact_clock(row.ends_at, zone_name),
        minutes=int((row.ends_at - row.starts_at).total_seconds()) // 60,
    )
