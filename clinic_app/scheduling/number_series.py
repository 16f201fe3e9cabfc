"""Write on the visits of a series which date of its rule each is, after the rule was changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.appointment_tables import AppointmentEvent
from clinic_app.scheduling.series_plan import Deed, Line

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
_BACK = text("""
    UPDATE appointment SET occurrence = -occurrence
    WHERE organization_id = :organization AND series_id = :series AND occurrence < 0
""")
_APART = text("""
    UPDATE appointment SET series_id = NULL, occurrence = NULL, series_wall = NULL
    WHERE organization_id = :organization AND id = ANY(CAST(:ids AS uuid[]))
""")


class _Number(NamedTuple):
    id: UUID
    number: int
    wall: datetime | None


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
    home = {"organization": actor.organization_id, "series": series_id}
    apart = [one for one in lines if one.number == 0 and one.deed == Deed.STAY and _goes_apart(one)]
    await _set_apart(session, actor, apart)
    dated = [_dated(one, before, new) for one in lines if one.number]
    numbers = [one for one in dated if one is not None]
    known = [one.id for one in numbers]
    rest = await session.execute(_REST, {**home, "before": before, "known": known})
    after = before + sum(1 for one in lines if one.number)
    numbers += [_Number(one, after + n, None) for n, one in enumerate(rest.scalars(), start=1)]
    values = {
        "ids": [one.id for one in numbers],
        "numbers": [one.number for one in numbers],
        "walls": [one.wall for one in numbers],
    }
    await session.execute(_AWAY, {**home, **values})
    await session.execute(_BACK, home)


def _goes_apart(line: Line) -> bool:
    return line.part is not None and line.part.ahead


def _dated(line: Line, before: int, new: Mapping[int, AppointmentId]) -> _Number | None:
    visit = line.part.member.id if line.part else new.get(line.number)
    return None if visit is None else _Number(visit, before + line.number, line.wall)


async def _set_apart(session: AsyncSession, actor: Actor, lines: Sequence[Line]) -> None:
    visits = [one.part.member for one in lines if one.part]
    if not visits:
        return
    values = {"organization": actor.organization_id, "ids": [one.id for one in visits]}
    await session.execute(_APART, values)
    session.add_all(
        AppointmentEvent(
            organization_id=actor.organization_id,
            appointment_id=one.id,
            kind="kept",
            reason="The series was changed; this visit stays, apart from it",
            member_id=actor.member_id,
        )
        for one in visits
    )
    await session.flush()
