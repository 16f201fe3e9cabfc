"""On which dates the clinic is closed."""

from datetime import date

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.scheduling.date_tables import Holiday
from clinic_app.scheduling.hours.date_rows import HolidayRow
from clinic_app.scheduling.hours.date_rules import next_time
from clinic_app.scheduling.hours.dates_ahead import today_of

_MOST = 500


async def list_holidays(session: AsyncSession, actor: Actor) -> tuple[HolidayRow, ...]:
    """Return the holidays from today on, the nearest first; a yearly one by its next date."""
    require(actor, Permission.SCHEDULE_READ)
    today = today_of(actor)
    query = (
        scoped(Holiday, actor)
        .where(
            col(Holiday.removed_at).is_(None),
            or_(col(Holiday.day) >= today, col(Holiday.yearly)),
        )
        .order_by(col(Holiday.day))
        .limit(_MOST)
    )
    rows = (await session.execute(query)).scalars()
    return tuple(sorted((_row(row, today) for row in rows), key=lambda row: row.day))


def _row(row: Holiday, today: date) -> HolidayRow:
    day = next_time(row.day, today) if row.yearly else row.day
    return HolidayRow(str(row.id), day.isoformat(), row.name, row.yearly)
