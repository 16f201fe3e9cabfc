"""The latest offers of the waiting list: to whom, what, and how each went."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.waiting.end_offer import STATE_WORDS
from clinic_app.scheduling.waiting.waiting_rows import OfferRow
from clinic_app.scheduling.wall_words import clock, day_and_year, short_day

MOST = 50
_WAYS = {"mail": "by mail", "text": "by text message", "": "to be told by phone"}

_OFFERS = text("""
    SELECT f.id, e.patient_id, p.name AS patient, s.name AS service, w.name AS practitioner,
        f.starts_at, f.created_at, f.sent_by, f.state, f.answered_at, f.expires_at
    FROM slot_offer f
    JOIN waiting_entry e ON e.organization_id = f.organization_id AND e.id = f.waiting_id
    JOIN patient p ON p.organization_id = e.organization_id AND p.id = e.patient_id
    JOIN service s ON s.organization_id = e.organization_id AND s.id = e.service_id
    JOIN practitioner w ON w.organization_id = f.organization_id AND w.id = f.practitioner_id
    WHERE f.organization_id = :organization
    ORDER BY f.created_at DESC, f.id DESC
    LIMIT :most
""")


async def list_offers(session: AsyncSession, actor: Actor) -> tuple[OfferRow, ...]:
    """Return the latest fifty offers, newest first."""
    require(actor, Permission.APPOINTMENT_WRITE)
    values = {"organization": actor.organization_id, "most": MOST}
    return tuple(_row(row, actor.time_zone) for row in await session.execute(_OFFERS, values))


def _row(row: Any, zone_name: str) -> OfferRow:  # noqa: ANN401  # a result row
    start, sent = to_wall(row.starts_at, zone_name), to_wall(row.created_at, zone_name)
    over = row.state == "open" and row.expires_at <= now()
    state = "expired" if over else row.state
    answered = to_wall(row.answered_at, zone_name) if row.answered_at else None
    return OfferRow(
        id=str(row.id),
        patient_id=str(row.patient_id),
        patient=row.patient,
        what=f"{short_day(start)}, {clock(start)} · {row.service}, {row.practitioner}",
        sent=f"{day_and_year(sent)}, {clock(sent)}, {_WAYS[row.sent_by]}",
        state=state,
        state_words=STATE_WORDS[state],
        answered=f"{short_day(answered)}, {clock(answered)}" if answered else "",
    )
