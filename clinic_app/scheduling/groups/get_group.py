"""A group's session in full: when, with whom, and who comes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import GroupId
from clinic_app.kit.phone import show_phone
from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS_OF
from clinic_app.scheduling.assistants.assistants_shown import assistants_shown
from clinic_app.scheduling.groups.group_rows import (
    GroupPatient,
    GroupSheet,
    group_version,
    seats_left,
)
from clinic_app.scheduling.start_rules import GRACE
from clinic_app.scheduling.states import ENDED, MOVABLE, STATUS_NAMES, Status
from clinic_app.scheduling.visit.visit_moves import moves_in_group
from clinic_app.scheduling.visit_time import visit_time

# Patients are another room's: joined by their table's name.
_GROUP = text(f"""
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
                a.id, a.version, p.id, p.name, p.file_number, p.phone, a.status)
                ORDER BY p.name, a.id)
            FROM appointment a
            JOIN patient p ON p.organization_id = a.organization_id AND p.id = a.patient_id
            WHERE a.organization_id = g.organization_id AND a.session_id = g.id
                AND a.status <> 'cancelled') AS visits,
        ({ASSISTANTS_OF.format(owner="g.id")}) AS assistants
    FROM group_session g
    JOIN service s ON s.organization_id = g.organization_id AND s.id = g.service_id
    JOIN practitioner w ON w.organization_id = g.organization_id AND w.id = g.practitioner_id
    LEFT JOIN room r ON r.organization_id = g.organization_id AND r.id = g.room_id
    WHERE g.organization_id = :organization AND g.id = :group
""")  # noqa: S608  # put together from constants; all values are bound


async def get_group(session: AsyncSession, actor: Actor, *, group_id: GroupId) -> GroupSheet:
    """Return a session of the actor's clinic. Desk data alone, whatever the role."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "group": group_id, "now": now()}
    row: Any = (await session.execute(_GROUP, values)).one_or_none()
    if row is None:
        raise NotFound("The session")
    return _sheet(actor, row)


def _sheet(actor: Actor, row: Any) -> GroupSheet:  # noqa: ANN401  # a result row
    everybody = [_patient(actor, row.starts_at, visit) for visit in row.visits or ()]
    coming = tuple(one for one in everybody if one.status != Status.NO_SHOW)
    ended = row.released_at is not None
    left = seats_left(row.seats, len(coming), row.held, ended=ended)
    return GroupSheet(
        id=str(row.id),
        version=group_version((one.visit_id, one.version) for one in coming),
        service_id=str(row.service_id),
        service=row.service,
        colour=row.colour,
        practitioner_id=str(row.practitioner_id),
        practitioner=row.practitioner,
        room_id=str(row.room_id) if row.room_id else "",
        room=row.room or "",
        devices=row.devices or "",
        time=visit_time(row, actor.time_zone),
        seats=row.seats,
        taken=len(coming),
        held=row.held,
        left=left,
        coming="1 visit" if len(coming) == 1 else f"{len(coming)} visits",
        patients=coming,
        missed=tuple(one for one in everybody if one.status == Status.NO_SHOW),
        ended=ended,
        assistants=assistants_shown(row, actor.time_zone),
        **_deeds(actor, coming, bookable=left > 0 and row.starts_at >= now() - GRACE),
    )


def _deeds(actor: Actor, coming: Sequence[GroupPatient], *, bookable: bool) -> dict[str, bool]:
    """Return what this member may do with the session now."""
    states = {Status(one.status) for one in coming}
    writes = may(actor, Permission.APPOINTMENT_WRITE)
    nobody_here = bool(states) and states <= MOVABLE
    return {
        "may_move": bool(states) and states <= MOVABLE | {Status.CHECKED_IN} and writes,
        "may_cancel": nobody_here and may(actor, Permission.APPOINTMENT_DELETE),
        "may_book": writes and bookable,
        "may_staff": writes and any(one.status not in ENDED for one in coming),
    }


def _patient(actor: Actor, starts_at: datetime, visit: list[Any]) -> GroupPatient:
    *_, phone, stands = visit
    status = Status(stands)
    return GroupPatient(
        *visit[:5],
        phone=show_phone(phone),
        status=status,
        status_name=STATUS_NAMES[status],
        moves=moves_in_group(actor, status, starts_at),
    )
