"""Write on the visits of a series which date of its rule each is, after the rule was changed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.series.series_plan import Deed, Line
from clinic_app.scheduling.series.series_rows import Numbered
from clinic_app.scheduling.visit.visit_event import visit_event

# Those that have no date any more (cancelled now or earlier) come behind, in their order.
_REST = text("""
    SELECT id FROM appointment
    WHERE organization_id = :organization AND series_id = :series AND occurrence > :before
        AND NOT id = ANY(CAST(:known AS uuid[]))
    ORDER BY occurrence
""")

# No two visits may have one number, at no moment: all get theirs below zero first.
_AWAY = text("""
    UPDATE appointment a
    SET series_id = :series, occurrence = -goes.number,
        series_wall = coalesce(goes.wall, a.series_wall)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:numbers AS int[]), CAST(:walls AS timestamp[]))
        AS goes(id, number, wall)
    WHERE a.organization_id = :organization AND a.id = goes.id
""")
_NUMBERS = text("""
    SELECT id, occurrence, series_wall FROM appointment
    WHERE organization_id = :organization AND series_id = :series AND occurrence > :before
    ORDER BY id FOR UPDATE
""")
_BACK = text("""
    UPDATE appointment SET occurrence = -occurrence
    WHERE organization_id = :organization AND series_id = :series AND occurrence < 0
""")
_APART = text("""
    UPDATE appointment SET series_id = NULL, occurrence = NULL, series_wall = NULL
    WHERE organization_id = :organization AND id = ANY(CAST(:ids AS uuid[]))
""")
_STAYS = "The series was changed; this visit stays, apart from it"


async def numbers_of(
    session: AsyncSession, actor: Actor, series_id: UUID, before: int
) -> tuple[Numbered, ...]:
    """Return the numbers of a series' visits behind `before`, cancelled ones too; locks them."""
    await session.flush()
    values = {"organization": actor.organization_id, "series": series_id, "before": before}
    rows = await session.execute(_NUMBERS, values)
    return tuple(Numbered(row.id, row.occurrence, row.series_wall) for row in rows)


async def number_series(
    session: AsyncSession,
    actor: Actor,
    *,
    series_id: UUID,
    before: int,
    lines: Sequence[Line],
    new: Mapping[int, AppointmentId],
) -> None:
    """Number the dates from `before` on; new: the visits booked for them, by date.

    Who has no date but stays is a visit of its own from now on, and says so in its history.
    """
    apart = [one for one in lines if one.number == 0 and one.deed == Deed.STAY and _goes_apart(one)]
    await _set_apart(session, actor, apart)
    dated = [_dated(one, before, new) for one in lines if one.number]
    numbers = [one for one in dated if one is not None]
    after = before + sum(1 for one in lines if one.number)
    await write_numbers(session, actor, series_id, numbers, before=before, after=after)


async def write_numbers(
    session: AsyncSession,
    actor: Actor,
    series_id: UUID,
    numbers: Sequence[Numbered],
    *,
    before: int,
    after: int,
) -> None:
    """Give the visits behind `before` their numbers; all others of them come behind `after`."""
    home = {"organization": actor.organization_id, "series": series_id}
    known = [one.id for one in numbers]
    found = await session.execute(_REST, {**home, "before": before, "known": known})
    rest = [Numbered(one, after + n, None) for n, one in enumerate(found.scalars(), start=1)]
    every = [*numbers, *rest]
    values = {
        "ids": [one.id for one in every],
        "numbers": [one.number for one in every],
        "walls": [one.wall for one in every],
    }
    await session.execute(_AWAY, {**home, **values})
    await session.execute(_BACK, home)


def _goes_apart(line: Line) -> bool:
    return line.part is not None and line.part.ahead


def _dated(line: Line, before: int, new: Mapping[int, AppointmentId]) -> Numbered | None:
    visit = line.part.member.id if line.part else new.get(line.number)
    return None if visit is None else Numbered(visit, before + line.number, line.wall)


async def _set_apart(session: AsyncSession, actor: Actor, lines: Sequence[Line]) -> None:
    visits = [one.part.member for one in lines if one.part]
    if not visits:
        return
    values = {"organization": actor.organization_id, "ids": [one.id for one in visits]}
    await session.execute(_APART, values)
    session.add_all(visit_event(actor, one.id, "kept", reason=_STAYS) for one in visits)
    await session.flush()
