"""List group sessions between two instants, a page at a time from where the last one ended."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.asking import ask
from clinic_app.database.statement import Statement
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import GroupId
from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS_OF
from clinic_app.scheduling.groups.group_rows import GroupList, ListedGroup
from clinic_app.scheduling.visit.list_appointments import MOST_ROWS, Place

_GROUPS = f"""
    SELECT g.id, g.starts_at, g.ends_at, g.service_id, s.name, g.practitioner_id, w.name,
        g.room_id, r.name, g.seats,
        (SELECT count(*) FROM numbered_place n
            WHERE n.organization_id = g.organization_id AND n.owner_id = g.id
                AND n.released_at IS NULL AND n.expires_at > :now),
        g.released_at IS NOT NULL,
        (SELECT json_agg(json_build_array(a.id, a.version)) FROM appointment a
            WHERE a.organization_id = g.organization_id AND a.session_id = g.id
                AND a.status NOT IN ('cancelled', 'no_show')),
        ({ASSISTANTS_OF.format(owner="g.id")})
    FROM {{source}} g
    JOIN service s ON s.organization_id = g.organization_id AND s.id = g.service_id
    JOIN practitioner w ON w.organization_id = g.organization_id AND w.id = g.practitioner_id
    LEFT JOIN room r ON r.organization_id = g.organization_id AND r.id = g.room_id
    WHERE g.organization_id = :organization
"""  # noqa: S608  # put together from constants; all values are bound
_ONE = Statement(f"{_GROUPS.format(source='group_session')} AND g.id = :group")

# Of a practitioner: those that they give, and those in which they assist, each off its index.
_OF_PRACTITIONER = """(
    (SELECT g.* FROM group_session g WHERE g.organization_id = :organization{given}
        ORDER BY g.starts_at, g.id LIMIT :most)
    UNION ALL
    (SELECT g.* FROM visit_assistant x
        JOIN group_session g ON g.organization_id = x.organization_id AND g.id = x.session_id
        WHERE x.organization_id = :organization AND x.practitioner_id = :practitioner
            AND x.removed_at IS NULL{assisted}
        ORDER BY g.starts_at, g.id LIMIT :most))"""

# Those in which nothing but open forms ever sat are nobody's sessions.
_SOMEBODY_BOOKED = """
    AND EXISTS (SELECT FROM appointment a
        WHERE a.organization_id = g.organization_id AND a.session_id = g.id)
"""
_STANDING = "AND g.released_at IS NULL AND g.expires_at IS NULL"
_CONDITIONS = {
    "after": "g.starts_at >= :after AND (g.starts_at, g.id) > (:after, :after_id)",
    "practitioner": "g.practitioner_id = :practitioner",
    "room": "g.room_id = :room",
    "service": "g.service_id = :service",
}


@dataclass(frozen=True, slots=True)
class GroupFilter:
    """Which sessions to list. begin, end: instants that they begin between, half-open."""

    begin: datetime
    end: datetime
    practitioner: UUID | None = None
    room: UUID | None = None
    service: UUID | None = None
    ended: bool = False  # those as well that nobody comes to any more


async def list_groups(
    session: AsyncSession,
    actor: Actor,
    *,
    wanted: GroupFilter,
    after: Place | None = None,
    most: int = 50,
) -> GroupList:
    """Return at most `most` sessions (up to 200) by start and id, in one query.

    after: the place where the page before ended.
    """
    require(actor, Permission.APPOINTMENT_READ)
    most = min(max(most, 1), MOST_ROWS)
    values = {name: getattr(wanted, name) for name in wanted.__slots__}
    values |= {"organization": actor.organization_id, "now": now(), "most": most + 1}
    if after is not None:
        values |= {"after": after[0], "after_id": after[1]}
    names = tuple(name for name in _CONDITIONS if values.get(name))
    found = await ask(session, _statement(names, ended=wanted.ended), values)
    return GroupList([ListedGroup._make(row) for row in found[:most]], len(found) > most)


async def read_group(session: AsyncSession, actor: Actor, *, group_id: GroupId) -> ListedGroup:
    """Return one session as the list has it. Raises NotFound."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "group": group_id, "now": now()}
    found = await ask(session, _ONE, values)
    if not found:
        raise NotFound("The session")
    return ListedGroup._make(found[0])


@lru_cache(maxsize=32)
def _statement(conditions: tuple[str, ...], *, ended: bool) -> Statement:
    """Return the statement with these conditions; kept, so that PostgreSQL keeps its plan."""
    where, source = _where(conditions, ended=ended), "group_session"
    if "practitioner" in conditions:
        others = tuple(name for name in conditions if name != "practitioner")
        assisted = _where(others, ended=ended)
        source, where = _OF_PRACTITIONER.format(given=where, assisted=assisted), ""
    groups = _GROUPS.format(source=source)
    return Statement(f"{groups}{where} ORDER BY g.starts_at, g.id LIMIT :most")


def _where(conditions: tuple[str, ...], *, ended: bool) -> str:
    these = "".join(f" AND {_CONDITIONS[name]}" for name in conditions)
    span = " AND g.starts_at >= :begin AND g.starts_at < :end "
    return f"{span}{_SOMEBODY_BOOKED if ended else _STANDING}{these}"
