"""Close the clinic on some dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.constraints import refuse
from clinic_app.kit.errors import Conflict, Invalid
from clinic_app.kit.text import one_line
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.date_tables import Holiday
from clinic_app.scheduling.hours.dates_ahead import checked_dates
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit, all_misplaced, on_dates

_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class NewHoliday:
    """A date to close on; yearly: in every later year as well."""

    day: date
    name: str
    yearly: bool = False


def _already() -> Conflict:
    return Conflict("There is a holiday on that date already.", field="days")


refuse("holiday_once", _already)


async def add_holidays(
    session: AsyncSession, actor: Actor, *, holidays: Sequence[NewHoliday]
) -> tuple[MisplacedVisit, ...]:
    """Let nobody work on some dates, unless their own date says otherwise; all or none.

    Visits stay where they are: those that cannot be given on these dates are returned.
    Raises Invalid beside `days` or `name`, Conflict for a date that is a holiday already.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    days = checked_dates(actor, [one.day for one in holidays])
    if len(days) < len(holidays):
        raise Invalid("The same date is there twice.", field="days")
    rows = [
        Holiday(
            organization_id=actor.organization_id,
            day=one.day,
            name=one_line(one.name, field="name", label="The name", most=_NAME_LENGTH),
            yearly=one.yearly,
        )
        for one in holidays
    ]
    session.add_all(rows)
    await session.flush()
    hit = on_dates(await all_misplaced(session, actor), days)
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.HOLIDAY_ADD),
        holidays=[[row.day.isoformat(), row.name, row.yearly] for row in rows],
        visits=len(hit),
    )
    return hit
