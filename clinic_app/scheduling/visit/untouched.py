"""Whether visits are still as a deed left them, and in words what came between."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.errors import NotUndone
from clinic_app.scheduling.states import STATUS_NAMES, Status
from clinic_app.scheduling.wall_words import day_and_clock

_VISITS = text("""
    SELECT a.id, a.version, a.status, a.starts_at, (SELECT e.kind FROM appointment_event e
        WHERE e.organization_id = a.organization_id AND e.appointment_id = a.id
        ORDER BY e.created_at DESC, e.id DESC LIMIT 1) AS kind
    FROM appointment a
    WHERE a.organization_id = :organization AND a.id = ANY(CAST(:ids AS uuid[]))
    ORDER BY a.id FOR UPDATE OF a
""")
_WORDS = {
    "edited": "somebody wrote a note on this visit.",
    "moved": "this visit was moved.",
    "resized": "this visit was made longer or shorter.",
}


async def require_untouched(
    session: AsyncSession, actor: Actor, versions: Mapping[AppointmentId, int]
) -> None:
    """Lock visits and raise NotUndone for the first that has another version by now."""
    await session.flush()
    values = {"organization": actor.organization_id, "ids": list(versions)}
    rows = (await session.execute(_VISITS, values)).all()
    for row in sorted(rows, key=lambda one: one.starts_at):
        if row.version != versions[row.id]:
            wall = to_wall(row.starts_at, actor.time_zone)
            raise NotUndone(day_and_clock(wall), f"Meanwhile {_what_came(row)}")


def _what_came(row: Any) -> str:  # noqa: ANN401  # a result row
    if row.kind in {"status", "undone"}:
        return f"this visit was marked “{STATUS_NAMES[Status(row.status)]}”."
    return _WORDS.get(row.kind, "somebody changed this visit.")
