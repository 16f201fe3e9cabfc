"""Which visits do not fit a week that was set, or that rules on."""

from datetime import date

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.misplaced import MisplacedVisit, misplaced_in
from clinic_app.scheduling.start_rules import FARTHEST
from clinic_app.scheduling.tables import HoursWeek


async def misplaced_in_week(
    session: AsyncSession,
    actor: Actor,
    practitioner_id: PractitionerId,
    valid_from: date,
    *,
    goes_on: bool = False,
) -> tuple[MisplacedVisit, ...]:
    """Return the misplaced visits from a date until the next week begins.

    goes_on: the week before rules on, as if it had been set now.
    """
    mine = (
        col(HoursWeek.organization_id) == actor.organization_id,
        col(HoursWeek.practitioner_id) == practitioner_id,
    )
    if goes_on:
        before = select(func.max(col(HoursWeek.valid_from))).where(
            *mine, col(HoursWeek.valid_from) < valid_from
        )
        await session.execute(
            update(HoursWeek)
            .where(*mine, col(HoursWeek.valid_from) == before.scalar_subquery())
            .values(set_at=now())
        )
    later = select(func.min(col(HoursWeek.valid_from))).where(
        *mine, col(HoursWeek.valid_from) > valid_from
    )
    next_week = (await session.execute(later)).scalar_one()
    until = day_bounds(next_week, actor.time_zone)[0] if next_week else now() + FARTHEST
    since = day_bounds(valid_from, actor.time_zone)[0]
    return await misplaced_in(
        session, actor, since=since, until=until, practitioner_id=practitioner_id
    )
