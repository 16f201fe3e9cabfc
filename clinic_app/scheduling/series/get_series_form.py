"""A series as its form shows it before its rule is changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.series.series_parts import Standing, load_standing
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.series.series_rules import Frequency, Repeat, repeat_of
from clinic_app.scheduling.series_tables import SeriesRule


@dataclass(frozen=True, slots=True)
class SeriesForm:
    """The rule that holds now, from the first visit that a change is about."""

    start: datetime  # naive, of the clinic
    last: datetime
    repeat: Repeat  # with as many dates as visits are left
    service_id: str


async def get_series_form(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId, scope: Scope
) -> SeriesForm:
    """Return what may be changed. Raises what `load_standing` raises."""
    require(actor, Permission.APPOINTMENT_READ)
    standing = await load_standing(session, actor, appointment_id=appointment_id, scope=scope)
    walls = [part.member.series_wall for part in standing.parts]
    known = repeat_of(await _rule(session, actor, standing), count=max(2, len(walls)))
    # The weekdays may have changed since the rule was made: visits are moved together.
    weekly = known.frequency == Frequency.WEEKLY
    days = tuple(sorted({wall.weekday() for wall in walls})) if weekly else ()
    repeat = Repeat(known.frequency, known.every, days, known.week, count=known.count)
    return SeriesForm(walls[0], walls[-1], repeat, str(standing.series.service_id))


async def _rule(session: AsyncSession, actor: Actor, standing: Standing) -> str:
    query = (
        select(col(SeriesRule.rule))
        .where(
            col(SeriesRule.organization_id) == actor.organization_id,
            col(SeriesRule.series_id) == standing.series.id,
            col(SeriesRule.undone_at).is_(None),
        )
        .order_by(col(SeriesRule.step).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none() or standing.series.rule
