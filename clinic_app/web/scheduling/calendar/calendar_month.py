"""The month as pixels take it: six weeks at most, loaded once for all screens that show it."""

import logging
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look
from clinic_app.scheduling.calendar.load_month import DayOfMonth, load_month
from clinic_app.web.react.month import MonthDay, MonthVisit
from clinic_app.web.scheduling.calendar.calendar_sheet import TOPICS, shared
from clinic_app.web.scheduling.calendar.calendar_words import count_words, monday_of

log = logging.getLogger(__name__)

Month = tuple[DayOfMonth, ...]


def days_of_month(day: date) -> tuple[date, int]:
    """Return the Monday on which a day's month is begun, and how many days its weeks have."""
    first = monday_of(day.replace(day=1))
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first, (monday_of(last) - first).days + 7


def step_month(day: date, months: int) -> date:
    """Return the same day of another month, or its last where it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    first = date(year, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


async def load_shown_month(
    actor: Actor, first_day: date, days: int, without: tuple[str, ...], *, fresh: bool = False
) -> Month | None:
    """Return the month, from another screen's load where nothing has changed since.

    without: practitioners that this member hides. None when it could not be loaded.
    """
    require(actor, Permission.APPOINTMENT_READ)

    async def load() -> Month:
        left_out = [UUID(one) for one in without]
        return await look(actor, load_month, first_day=first_day, days=days, without=left_out)

    key = ("month", first_day, days, without, actor.time_zone)
    try:
        return await shared.load(actor.organization_id, TOPICS, key, load, fresh=fresh)
    except (SQLAlchemyError, OSError) as error:
        # Danger: the error's text can hold what was asked for, names included.
        log.error("the month could not be loaded (%s)", type(error).__name__)
        return None


def month_days(days: Month, shown: date, today: date) -> list[MonthDay]:
    """Return the rows of the grid."""
    return [
        MonthDay(
            date=one.day.isoformat(),
            number=str(one.day.day),
            name=f"{one.day:%A} {one.day.day} {one.day:%B}",
            count=count_words(one.count) if one.count else "",
            outside=one.day.month != shown.month,
            today=one.day == today,
            first=tuple(
                MonthVisit(v.id, v.time, v.patient, v.colour, v.assists) for v in one.first
            ),
        )
        for one in days
    ]
