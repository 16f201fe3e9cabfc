"""List visits between two instants, filtered, a page at a time from where the last one ended."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.asking import ask
from clinic_app.database.statement import Statement
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.assistants.assistant_sql import ASSISTANTS
from clinic_app.scheduling.visit.appointment_rows import ListedVisit, VisitList

MOST_ROWS = 200

Place = tuple[datetime, UUID]  # where a page ended: the last visit's start and id

# Patients are another room's: joined by their table's name.
_VISITS = f"""
    SELECT a.id, a.status, a.starts_at, a.ends_at, a.patient_id, p.name, a.service_id, s.name,
        a.practitioner_id, w.name,
        ({ASSISTANTS.format(visit="a")}),
        a.room_id, r.name, a.note, a.outside_hours, a.series_id,
        a.visit_group_id, a.session_id, a.version
    FROM {{source}} a
    JOIN patient p ON p.organization_id = a.organization_id AND p.id = a.patient_id
    JOIN service s ON s.organization_id = a.organization_id AND s.id = a.service_id
    JOIN practitioner w ON w.organization_id = a.organization_id AND w.id = a.practitioner_id
    LEFT JOIN room r ON r.organization_id = a.organization_id AND r.id = a.room_id
    WHERE a.organization_id = :organization
"""  # noqa: S608  # put together from constants; all values are bound
# Each on an index that leads with the clinic and goes on with the start, but for the last three,
# which narrow what the span of time has found.
_CONDITIONS = {
    "begin": "a.starts_at >= :begin",
    "end": "a.starts_at < :end",
    "after": "a.starts_at >= :after AND (a.starts_at, a.id) > (:after, :after_id)",
    "patient": "a.patient_id = :patient",
    "practitioner": "a.practitioner_id = :practitioner",
    "room": "a.room_id = :room",
    "service": "a.service_id = :service",
    "series": "a.series_id = :series",
    "group": "a.session_id = :group",
    "statuses": "a.status = ANY(:statuses)",
}


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits to list. begin, end: instants that the starts lie between, half-open."""

    begin: datetime | None = None
    end: datetime | None = None
    patient: UUID | None = None
    practitioner: UUID | None = None
    room: UUID | None = None
    service: UUID | None = None
    series: UUID | None = None
    group: UUID | None = None
    statuses: list[str] = field(default_factory=list[str])

    def values(self) -> dict[str, object]:
        """Return those that are set, by name."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in named.items() if value}


async def list_appointments(
    session: AsyncSession,
    actor: Actor,
    *,
    wanted: VisitFilter,
    after: Place | None = None,
    most: int = 50,
) -> VisitList:
    """Return at most `most` visits (up to 200) by start and id, in one query.

    after: the place where the page before ended.
    """
    require(actor, Permission.APPOINTMENT_READ)
    values = wanted.values()
    if after is not None:
        values |= {"after": after[0], "after_id": after[1]}
    most = min(max(most, 1), MOST_ROWS)
    names = tuple(name for name in _CONDITIONS if name in values)
    values |= {"organization": actor.organization_id, "most": most + 1}
    found = await ask(session, _statement(names), values)
    visits = [ListedVisit._make(row) for row in found[:most]]
    return VisitList(visits, len(found) > most)


async def read_appointment(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> ListedVisit:
    """Return one visit as the list has it. Raises NotFound."""
    require(actor, Permission.APPOINTMENT_READ)
    values = {"organization": actor.organization_id, "visit": appointment_id}
    found = await ask(session, _ONE, values)
    if not found:
        raise NotFound("The visit")
    return ListedVisit._make(found[0])


_ONE = Statement(f"{_VISITS.format(source='appointment')} AND a.id = :visit")

# Of a practitioner: those that they give, and those in which they assist, each off its index.
_OF_PRACTITIONER = """(
    (SELECT a.* FROM appointment a WHERE a.organization_id = :organization{given}
        ORDER BY a.starts_at, a.id LIMIT :most)
    UNION ALL
    (SELECT a.* FROM visit_assistant x
        JOIN appointment a ON a.organization_id = x.organization_id AND a.id = x.appointment_id
        WHERE x.organization_id = :organization AND x.practitioner_id = :practitioner
            AND x.removed_at IS NULL{assisted}
        ORDER BY a.starts_at, a.id LIMIT :most)
    UNION ALL
    (SELECT a.* FROM visit_assistant x
        JOIN appointment a ON a.organization_id = x.organization_id AND a.session_id = x.session_id
        WHERE x.organization_id = :organization AND x.practitioner_id = :practitioner
            AND x.removed_at IS NULL{assisted}
        ORDER BY a.starts_at, a.id LIMIT :most))"""


@lru_cache(maxsize=256)
def _statement(conditions: tuple[str, ...]) -> Statement:
    """Return the statement with these conditions; kept, so that PostgreSQL keeps its plan."""
    where = _where(conditions)
    source = "appointment"
    if "practitioner" in conditions:
        others = tuple(name for name in conditions if name != "practitioner")
        source, where = _OF_PRACTITIONER.format(given=where, assisted=_where(others)), ""
    visits = _VISITS.format(source=source)
    return Statement(f"{visits}{where} ORDER BY a.starts_at, a.id LIMIT :most")


def _where(conditions: tuple[str, ...]) -> str:
    return "".join(f" AND {_CONDITIONS[name]}" for name in conditions)
