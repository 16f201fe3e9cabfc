"""Which dates of a practitioner are unlike their week."""

from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.date_tables import DateHours
from clinic_app.scheduling.hours.date_rows import DateHoursRow
from clinic_app.scheduling.hours.dates_ahead import today_of
from clinic_app.scheduling.hours.week_rules import hours_in_words
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.tables import Practitioner

_MOST = 1000  # spans


async def list_date_hours(
    session: AsyncSession, actor: Actor, *, practitioner_id: PractitionerId
) -> tuple[DateHoursRow, ...]:
    """Return the exceptions from today on, by date."""
    require(actor, Permission.SCHEDULE_READ)
    await find(session, actor, Practitioner, practitioner_id, what="That practitioner")
    query = (
        scoped(DateHours, actor)
        .where(
            col(DateHours.practitioner_id) == practitioner_id,
            col(DateHours.day) >= today_of(actor),
            col(DateHours.removed_at).is_(None),
        )
        .order_by(col(DateHours.day), col(DateHours.starts))
        .limit(_MOST)
    )
    rows = (await session.execute(query)).scalars()
    return tuple(_row(list(of_day)) for _, of_day in groupby(rows, lambda row: row.day))


def _row(rows: list[DateHours]) -> DateHoursRow:
    first = rows[0]
    spans = [
        DaySpan(0, row.kind, row.starts, row.ends)
        for row in rows
        if row.kind is not None and row.starts is not None and row.ends is not None
    ]
    return DateHoursRow(first.day.isoformat(), first.rule, hours_in_words(spans), first.note)
