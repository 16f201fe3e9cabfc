"""Say that a date is no holiday."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import HolidayId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.date_tables import Holiday
from clinic_app.scheduling.hours.date_rules import next_time
from clinic_app.scheduling.hours.dates_ahead import today_of
from clinic_app.scheduling.waiting.free_time import free_dates


async def remove_holiday(session: AsyncSession, actor: Actor, *, holiday_id: HolidayId) -> None:
    """Open the date again, of a yearly one in all years. Twice changes nothing more."""
    require(actor, Permission.SCHEDULE_WRITE)
    row = await find(session, actor, Holiday, holiday_id, what="That holiday", lock=True)
    if row.removed_at is not None:
        return
    row.removed_at = now()
    opened = next_time(row.day, today_of(actor)) if row.yearly else row.day
    await free_dates(session, actor, days=[opened])
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.HOLIDAY_REMOVE),
        subject_id=row.id,
        day=row.day.isoformat(),
        name=row.name,
    )
