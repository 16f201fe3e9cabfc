"""What a visit's patient was told, and what they will be, in words for the desk."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.visit.visit_rows import ToldLine
from clinic_app.scheduling.wall_words import clock, day_and_year

# What was sent lies in the outbox, which belongs to no clinic: only whether it left is read.
_TOLD = text("""
    SELECT n.deed, n.outcome, n.channel, n.due_at, n.ended_at,
        coalesce(m.sent_at, t.sent_at) AS sent_at, coalesce(m.failed_at, t.failed_at) AS failed_at
    FROM patient_notice n
    LEFT JOIN mail m ON n.channel = 'mail' AND m.id = n.message_id
    LEFT JOIN text_message t ON n.channel = 'text' AND t.id = n.message_id
    WHERE n.organization_id = :organization AND n.appointment_id = :visit
        AND n.outcome NOT IN ('same', 'past')
    ORDER BY n.ended_at DESC NULLS FIRST, n.id
    LIMIT 20
""")

_DEEDS = {
    "booked": "that it is booked",
    "moved": "that it was moved",
    "changed": "that it has changed",
    "cancelled": "that it is cancelled",
    "entry": "that its time stays, with a corrected calendar entry",
}
_WAYS = {"mail": ("mail", "A mail"), "text": ("text message", "A text message")}
_WHY_NOT = {
    "no_contact": "there is no email and no phone",
    "no_consent": "they want no messages",
    "dropped": "left out by the desk",
}


async def list_told(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> tuple[ToldLine, ...]:
    """Return what was sent about a visit, newest first, what waits before all of it."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "visit": appointment_id}
    return tuple(_line(row, actor.time_zone) for row in await session.execute(_TOLD, values))


def _line(row: Any, zone_name: str) -> ToldLine:  # noqa: ANN401  # a result row
    what = _DEEDS.get(row.deed, "of the change")
    if not row.outcome:
        at = clock(to_wall(row.due_at, zone_name))
        return ToldLine(f"Will be told at {at} what has changed by then.", "waits")
    if row.outcome != "told":
        return ToldLine(f"Not told {what}: {_WHY_NOT[row.outcome]}.", "untold")
    way, message = _WAYS[row.channel]
    if row.failed_at:
        failed = _moment(row.failed_at, zone_name)
        return ToldLine(f"{message} {what} could not be delivered, {failed}.", "failed")
    if row.sent_at is None:
        return ToldLine(f"{message} {what} is on its way.", "sent")
    return ToldLine(f"Told by {way} {what}, {_moment(row.sent_at, zone_name)}.", "sent")


def _moment(at: datetime, zone_name: str) -> str:
    wall = to_wall(at, zone_name)
    return f"{day_and_year(wall)}, {clock(wall)}"
