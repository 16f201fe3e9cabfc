"""A practitioner's visits as another calendar may show them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.text import initials
from clinic_app.kit.tokens import hash_token
from clinic_app.scheduling.assistants.assistant_sql import OWNER
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.free_times.slot_facts import instant
from clinic_app.scheduling.outside.visit_calendar import CalendarVisit
from clinic_app.scheduling.states import Status

BACK, AHEAD = timedelta(days=30), timedelta(days=366)
# For so long a feed says that a visit was cancelled, or went to somebody else.
TOLD_FOR = timedelta(days=30)

# Whoever made the link has to be at work here still: nobody takes the clinic's calendar along.
_FEED = text("""
    SELECT f.practitioner_id, p.name, p.specialty, f.created_at
    FROM calendar_feed f
    JOIN practitioner p ON p.organization_id = f.organization_id AND p.id = f.practitioner_id
    JOIN member m ON m.organization_id = f.organization_id AND m.id = f.made_by
    WHERE f.organization_id = :organization AND f.token_hash = :token
        AND f.revoked_at IS NULL AND m.removed_at IS NULL AND m.deactivated_at IS NULL
""")
_COLUMNS = """
    a.id, a.version, a.status, a.starts_at, a.ends_at, a.updated_at, n.name AS patient,
    s.name AS service, r.name AS room
"""
_JOINS = """
    JOIN patient n ON n.organization_id = a.organization_id AND n.id = a.patient_id
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    LEFT JOIN room r ON r.organization_id = a.organization_id AND r.id = a.room_id
"""
_SHOWN = """
    a.organization_id = :organization AND a.starts_at >= :first AND a.starts_at < :last
    AND (a.status <> 'cancelled' OR a.updated_at >= :told_since)
"""
_ASSISTS = f"""
    FROM visit_assistant v WHERE v.organization_id = a.organization_id
        AND v.owner_id = {OWNER.format(visit="a")} AND v.practitioner_id = :practitioner
"""  # no input
_ASSISTED = f"""
    SELECT {_COLUMNS}, p.name, false, m.from_minute, m.minutes FROM appointment a {_JOINS}
    JOIN practitioner p ON p.organization_id = a.organization_id AND p.id = a.practitioner_id
    JOIN visit_assistant m ON m.organization_id = :organization AND {{of}}
        AND m.practitioner_id = :practitioner AND m.removed_at IS NULL
    WHERE {_SHOWN} AND a.practitioner_id <> :practitioner
"""  # noqa: S608  # as above
# One's own, those one assists in, and those that went to somebody else of late.
_VISITS = text(f"""
    SELECT {_COLUMNS}, '' AS whose, false AS gone, 0 AS from_minute, NULL::int AS minutes
    FROM appointment a {_JOINS}
    WHERE {_SHOWN} AND a.practitioner_id = :practitioner
    UNION ALL
    {_ASSISTED.format(of="m.appointment_id = a.id")}
    UNION ALL
    {_ASSISTED.format(of="m.session_id = a.session_id")}
    UNION ALL
    SELECT {_COLUMNS}, '', true, 0, NULL FROM appointment a {_JOINS}
    WHERE {_SHOWN} AND a.practitioner_id <> :practitioner AND a.updated_at >= :told_since
        AND NOT EXISTS (SELECT {_ASSISTS} AND v.removed_at IS NULL)
        AND (EXISTS (SELECT {_ASSISTS} AND v.removed_at >= :told_since) OR EXISTS (
            SELECT 1 FROM appointment_event e
            WHERE e.organization_id = a.organization_id AND e.appointment_id = a.id
                AND e.from_practitioner_id = :practitioner AND e.created_at >= :told_since))
    ORDER BY starts_at, id
""")  # noqa: S608  # no input


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose visits a feed holds."""

    practitioner_id: PractitionerId
    name: str


async def get_feed_owner(session: AsyncSession, actor: Actor, *, token: str) -> FeedOwner:
    """Return whose feed a token opens. Raises NotFound for one that is no longer good."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "token": hash_token(token)}
    row: Any = (await session.execute(_FEED, values)).one_or_none()
    if row is None:
        raise NotFound("This link")
    return FeedOwner(PractitionerId(row.practitioner_id), row.name)


async def list_feed_visits(
    session: AsyncSession, actor: Actor, *, owner: FeedOwner, clinic: str, full_names: bool
) -> list[CalendarVisit]:
    """Return the visits from 30 days back to a year ahead, cancelled ones for 30 days more.

    full_names: the clinic's own decision; else a patient's initials are all that leaves it.
    """
    require(actor, Permission.APPOINTMENT_READ)
    moment = now()
    values = {
        "organization": actor.organization_id,
        "practitioner": owner.practitioner_id,
        "first": moment - BACK,
        "last": moment + AHEAD,
        "told_since": moment - TOLD_FOR,
    }
    rows = await session.execute(_VISITS, values)
    return [_visit(row, clinic, full_names=full_names) for row in rows]


def _visit(row: Any, clinic: str, *, full_names: bool) -> CalendarVisit:  # noqa: ANN401  # a result row
    who = row.patient if full_names else initials(row.patient)
    begins, ends = (int(one.timestamp()) for one in (row.starts_at, row.ends_at))
    start, end = map(instant, Part(row.from_minute, row.minutes).within(begins, ends))
    return CalendarVisit(
        id=row.id,
        sequence=row.version,
        start=start,
        end=end,
        changed_at=row.updated_at,
        title=f"{who} · {row.service}" + (f", with {row.whose}" if row.whose else ""),
        place=", ".join(part for part in (row.room, clinic) if part),
        cancelled=row.gone or row.status == Status.CANCELLED,
    )
