"""Which visits do not fit a week that was set, or that rules on."""

from datetime import date

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.start_rules import FARTHEST
from clinic_app.scheduling.tables import HoursWeek
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit, misplaced_in


async def misplaced_in_week(
    session: AsyncSession,
    actor: Actor,
    practitioner_id: PractitionerId,
    valid_from: date,
    *,
    goes_on: bool = False,
) -> tuple[MisplacedVisit, ...]:
    """Return the misplaced visits from a date until the next week begins, and remember them.

    goes_on: the week before rules on. The week keeps the moment at which it was set across
    visits, so that they are found again without reading every visit (see `misplaced_sql`).
    """
    mine = (
        col(HoursWeek.organization_id) == actor.organization_id,
        col(HoursWeek.practitioner_id) == practitioner_id,
    )
    begins = col(HoursWeek.valid_from)
    later = select(func.min(begins)).where(*mine, begins > valid_from)
    next_week = (await session.execute(later)).scalar_one()
    until = day_bounds(next_week, actor.time_zone)[0] if next_week else now() + FARTHEST
    since = day_bounds(valid_from, actor.time_zone)[0]
    hit = await misplaced_in(
        session, actor, since=since, until=until, practitioner_id=practitioner_id
    )
    if hit:
        before = select(func.max(begins)).where(*mine, begins < valid_from).scalar_subquery()
        week = (*mine, begins == (before if goes_on else valid_from))
        await session.execute(update(HoursWeek).where(*week).values(set_at=now()))
    return hit
