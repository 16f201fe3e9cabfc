"""The rows of working hours: read as weeks, dropped a whole week at a time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.hours.hours_rules import Week, weeks_of
from clinic_app.scheduling.rows import WeekSpan
from clinic_app.scheduling.tables import HoursWeek, WorkingHours


async def weeks_by_practitioner(
    session: AsyncSession, actor: Actor, who: Sequence[UUID]
) -> dict[UUID, dict[date, Week]]:
    """Return every week of these practitioners, in two queries."""
    begins = scoped(HoursWeek, actor).where(col(HoursWeek.practitioner_id).in_(who))
    hours = scoped(WorkingHours, actor).where(col(WorkingHours.practitioner_id).in_(who))
    valid_froms: defaultdict[UUID, list[date]] = defaultdict(list)
    for row in (await session.execute(begins)).scalars():
        valid_froms[row.practitioner_id].append(row.valid_from)
    spans: defaultdict[UUID, list[WeekSpan]] = defaultdict(list)
    for row in (await session.execute(hours)).scalars():
        spans[row.practitioner_id].append(span_of(row))
    return {one: weeks_of(valid_froms[one], spans[one]) for one in who}


def span_of(row: WorkingHours) -> WeekSpan:
    """Return a row as the rules take it."""
    return WeekSpan(row.valid_from, row.weekday, row.kind, row.starts, row.ends)


async def drop_week(
    session: AsyncSession, actor: Actor, practitioner_id: PractitionerId, valid_from: date
) -> bool:
    """Delete the week of exactly this date; True when there was one."""
    found = False
    for table in (WorkingHours, HoursWeek):
        gone = await session.execute(
            delete(table)
            .where(
                col(table.organization_id) == actor.organization_id,
                col(table.practitioner_id) == practitioner_id,
                col(table.valid_from) == valid_from,
            )
            .returning(col(table.id))
        )
        found = bool(gone.all()) or found
    return found
