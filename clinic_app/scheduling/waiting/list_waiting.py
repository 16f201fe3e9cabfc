"""Who waits, in the order in which freed times are offered."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import WaitingId
from clinic_app.kit.phone import show_phone
from clinic_app.kit.text import fold
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.waiting.agrees_sql import AGREES
from clinic_app.scheduling.waiting.waiting_rows import WaitingRow
from clinic_app.scheduling.waiting.waiting_rules import PRIORITIES, read, words
from clinic_app.scheduling.wall_words import clock, day_and_year, short_day

MOST = 200


class WaitingSort(StrEnum):
    """By what the list can be sorted."""

    ORDER = "order"  # of offers: urgent ones first, then who waits longest
    PATIENT = "patient"
    SERVICE = "service"
    SINCE = "since"


_COLUMNS = {
    WaitingSort.ORDER: ("-e.priority", "e.created_at"),
    WaitingSort.PATIENT: ("p.name_search",),
    WaitingSort.SERVICE: ("s.name",),
    WaitingSort.SINCE: ("e.created_at",),
}

_ROWS = f"""
    SELECT e.id, e.patient_id, e.service_id, e.windows, e.until, e.note, e.priority, e.created_at,
        p.name AS patient, p.phone, p.email, s.name AS service, s.colour,
        ARRAY(SELECT w.practitioner_id FROM waiting_practitioner w
            WHERE w.organization_id = e.organization_id AND w.waiting_id = e.id
            ORDER BY w.practitioner_id) AS practitioner_ids,
        (SELECT string_agg(r.name, ', ' ORDER BY r.position, r.name)
            FROM waiting_practitioner w JOIN practitioner r
                ON r.organization_id = w.organization_id AND r.id = w.practitioner_id
            WHERE w.organization_id = e.organization_id AND w.waiting_id = e.id) AS practitioners,
        f.id AS offer_id, f.starts_at, f.expires_at, o.name AS offered_with,
        {AGREES.format(patient="e.patient_id")} AS agrees
"""  # noqa: S608  # put together from constants; all values are bound
_FROM = """
    FROM waiting_entry e
    JOIN patient p ON p.organization_id = e.organization_id AND p.id = e.patient_id
    JOIN service s ON s.organization_id = e.organization_id AND s.id = e.service_id
"""
_OFFERS = """
    LEFT JOIN slot_offer f ON f.organization_id = e.organization_id AND f.waiting_id = e.id
        AND f.state = 'open' AND f.expires_at > :now
    LEFT JOIN practitioner o ON o.organization_id = f.organization_id AND o.id = f.practitioner_id
"""
# Every word must be in the patient's search text, which is kept folded, or in the service's name.
_WHERE = """
    WHERE e.organization_id = :organization AND e.ended_at IS NULL
        AND (CAST(:entry AS uuid) IS NULL OR e.id = CAST(:entry AS uuid))
        AND (CAST(:after AS uuid) IS NULL OR (-e.priority, e.created_at, e.id)
            > (-CAST(:priority AS int), CAST(:since AS timestamptz), CAST(:after AS uuid)))
        AND NOT EXISTS (
            SELECT FROM unnest(CAST(:words AS text[]), CAST(:folded AS text[])) AS w(word, folded)
            WHERE position(w.folded IN p.search_text || ' ' || lower(s.name)) = 0
                AND position(w.word IN lower(s.name)) = 0)
"""
_COUNT = text(f"SELECT count(*) {_FROM} {_WHERE}")  # the constants above


def _statement(sort: WaitingSort, *, descending: bool) -> TextClause:
    way = "DESC" if descending else "ASC"
    order = ", ".join(f"{column} {way}" for column in (*_COLUMNS[sort], "e.id"))
    return text(
        f"{_ROWS} {_FROM} {_OFFERS} {_WHERE} ORDER BY {order} LIMIT :most OFFSET :first"  # as above
    )


_STATEMENTS = {
    (sort, descending): _statement(sort, descending=descending)
    for sort in WaitingSort
    for descending in (False, True)
}


async def list_waiting(
    session: AsyncSession,
    actor: Actor,
    *,
    search: str = "",
    sort: WaitingSort = WaitingSort.ORDER,
    descending: bool = False,
    first: int = 0,
    most: int = MOST,
) -> tuple[WaitingRow, ...]:
    """Return who waits: urgent ones first, then who waits longest, unless sorted otherwise.

    search: words of the patient's name, number or phone, or of the service. first: how many to
    pass over; most: at most 200 at once.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    values = _values(actor, search) | {"first": max(0, first), "most": min(most, MOST)}
    found = await session.execute(_STATEMENTS[sort, descending], values)
    return tuple(_row(row, actor.time_zone) for row in found)


class Place(NamedTuple):
    """Where an entry stands in the order of offers."""

    priority: int
    since: datetime
    id: UUID


class WaitingPage(NamedTuple):
    """Some of who waits, and where they end; None after the last."""

    rows: tuple[WaitingRow, ...]
    end: Place | None


async def list_waiting_after(
    session: AsyncSession, actor: Actor, *, after: Place | None = None, most: int = MOST
) -> WaitingPage:
    """Return at most `most` (up to 200) of who waits in the order of offers, from a place on."""
    require(actor, Permission.APPOINTMENT_WRITE)
    most = min(max(most, 1), MOST)
    values = _values(actor, "") | {"first": 0, "most": most + 1}
    if after is not None:
        values |= {"priority": after.priority, "since": after.since, "after": after.id}
    found = (await session.execute(_STATEMENTS[WaitingSort.ORDER, False], values)).all()
    last: Any = found[most - 1] if len(found) > most else None
    return WaitingPage(
        tuple(_row(row, actor.time_zone) for row in found[:most]),
        Place(last.priority, last.created_at, last.id) if last else None,
    )


async def count_waiting(session: AsyncSession, actor: Actor, *, search: str = "") -> int:
    """Return how many wait, or are found by the words."""
    require(actor, Permission.APPOINTMENT_WRITE)
    return (await session.execute(_COUNT, _values(actor, search))).scalar_one()


async def get_waiting(session: AsyncSession, actor: Actor, *, waiting_id: WaitingId) -> WaitingRow:
    """Return one who waits. Raises NotFound for who waits no more, or elsewhere."""
    require(actor, Permission.APPOINTMENT_WRITE)
    values = _values(actor, "") | {"entry": waiting_id, "first": 0, "most": 1}
    found = await session.execute(_STATEMENTS[WaitingSort.ORDER, False], values)
    row = found.one_or_none()
    if row is None:
        raise NotFound("This entry")
    return _row(row, actor.time_zone)


def _values(actor: Actor, search: str) -> dict[str, object]:
    words = search.lower().split()
    return {
        "organization": actor.organization_id,
        "now": now(),
        "entry": None,
        **dict.fromkeys(("after", "priority", "since")),
        "words": words,
        "folded": [fold(word) for word in words],
    }


def _row(row: Any, zone_name: str) -> WaitingRow:  # noqa: ANN401  # a result row
    windows = read(row.windows)
    return WaitingRow(
        id=str(row.id),
        patient_id=str(row.patient_id),
        patient=row.patient,
        phone=show_phone(row.phone),
        reached_by=_reached_by(row),
        service_id=str(row.service_id),
        service=row.service,
        colour=row.colour,
        practitioner_ids=tuple(str(one) for one in row.practitioner_ids),
        practitioners=row.practitioners or "Anybody",
        when=words(windows),
        until=row.until.isoformat() if row.until else "",
        until_words=f"until {day_and_year(row.until)}" if row.until else "",
        note=row.note,
        priority=row.priority,
        priority_name=PRIORITIES[row.priority],
        since=day_and_year(to_wall(row.created_at, zone_name)),
        windows=tuple((day, f"{begin:%H:%M}", f"{end:%H:%M}") for day, begin, end in windows),
        **_offer(row, zone_name),
    )


def _reached_by(row: Any) -> str:  # noqa: ANN401  # a result row
    if not row.agrees:
        return ""
    return "mail" if row.email else "text" if row.phone else ""


def _offer(row: Any, zone_name: str) -> dict[str, str]:  # noqa: ANN401  # a result row
    if row.offer_id is None:
        return {"offer_id": "", "offered": "", "answer_by": ""}
    start, until = to_wall(row.starts_at, zone_name), to_wall(row.expires_at, zone_name)
    return {
        "offer_id": str(row.offer_id),
        "offered": f"{short_day(start)}, {clock(start)}, {row.offered_with}",
        "answer_by": clock(until),
    }
