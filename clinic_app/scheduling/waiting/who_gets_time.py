"""Who gets the time of visits that were called off: what may be said of it at once."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.waiting.agrees_sql import REACHED
from clinic_app.scheduling.waiting.waiting_rules import fits, read


class Gets(StrEnum):
    """Whose such a time is now."""

    ANYBODY = "anybody"
    WAITING = "waiting"  # it is offered first to those who wait for such a time
    TO_CALL = "to_call"  # somebody waits for such a time, and no message reaches them
    SEATED = "seated"  # others stay in the group's session: a seat is free, not its time
    NOBODY = "nobody"  # it is over


_FREED = text(f"""
    SELECT a.starts_at, EXISTS (SELECT FROM appointment o
            WHERE o.organization_id = a.organization_id AND o.session_id = a.session_id
                AND o.status NOT IN ('cancelled', 'no_show')) AS seated,
        (SELECT json_agg(json_build_array(e.windows, e.until, {REACHED}))
            FROM service_practitioner g
            JOIN waiting_entry e ON e.organization_id = g.organization_id
                AND e.service_id = g.service_id AND e.ended_at IS NULL
            JOIN patient p ON p.organization_id = e.organization_id AND p.id = e.patient_id
                AND p.removed_at IS NULL
            WHERE g.organization_id = a.organization_id
                AND g.practitioner_id = a.practitioner_id
                AND NOT EXISTS (SELECT FROM waiting_rules
                    WHERE organization_id = a.organization_id AND NOT by_itself)
                AND NOT EXISTS (SELECT FROM reservation b
                    WHERE b.organization_id = a.organization_id AND b.resource_id = e.patient_id
                        AND b.released_at IS NULL AND b.begins_at <= a.starts_at
                        AND b.begins_at > a.starts_at - interval '1 day'
                        AND b.ends_at > a.starts_at
                        AND (b.expires_at IS NULL OR b.expires_at > :now))
                AND NOT EXISTS (SELECT FROM slot_offer f
                    WHERE f.organization_id = e.organization_id AND f.waiting_id = e.id
                        AND f.state = 'open')
                AND (NOT EXISTS (SELECT FROM waiting_practitioner w
                        WHERE w.organization_id = e.organization_id AND w.waiting_id = e.id)
                    OR EXISTS (SELECT FROM waiting_practitioner w
                        WHERE w.organization_id = e.organization_id AND w.waiting_id = e.id
                            AND w.practitioner_id = a.practitioner_id))) AS wishes
    FROM appointment a
    WHERE a.organization_id = :organization AND a.id = ANY(CAST(:ids AS uuid[]))
        AND a.ends_at > :now
""")  # noqa: S608  # put together from constants; all values are bound


async def who_gets_time(
    session: AsyncSession, actor: Actor, *, appointment_ids: Sequence[AppointmentId]
) -> Gets:
    """Return it of visits that were just cancelled; whoever waits for one of several counts."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "ids": list(appointment_ids), "now": now()}
    rows = (await session.execute(_FREED, values)).all()
    if not rows:
        return Gets.NOBODY
    reached = {reach for row in rows for reach in _wanted_by(row, actor.time_zone)}
    if reached:
        return Gets.WAITING if True in reached else Gets.TO_CALL
    return Gets.SEATED if all(row.seated for row in rows) else Gets.ANYBODY


def _wanted_by(row: Any, zone_name: str) -> list[bool]:  # noqa: ANN401  # a result row
    """Return of each whom the time suits whether a message reaches them."""
    begins = to_wall(row.starts_at, zone_name)
    return [
        reached
        for windows, until, reached in row.wishes or ()
        if fits(read(windows), until and date.fromisoformat(until), begins, begins)
    ]
