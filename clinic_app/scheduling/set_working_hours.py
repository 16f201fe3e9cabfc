"""Set a practitioner's whole week, from a date on."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PractitionerId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.hours_rows import drop_week
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.tables import HoursWeek, Practitioner, WorkingHours
from clinic_app.scheduling.week_rules import checked_week, in_words

_FIRST_DAY = date(2000, 1, 1)
_FURTHEST = timedelta(days=5 * 366)


async def set_working_hours(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: PractitionerId,
    valid_from: date,
    spans: Sequence[DaySpan],
) -> None:
    """Let this week rule from a date until the next one that is set; it may be empty.

    Replaces a week set for the same date. Visits stay where they are. Raises Invalid beside
    the day for spans that cannot be, beside `valid_from` for a date far off.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    if not _FIRST_DAY <= valid_from <= now().date() + _FURTHEST:
        raise Invalid("Please choose a date within the next five years.", field="valid_from")
    week = checked_week(spans)
    row = await find(
        session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
    )
    await drop_week(session, actor, practitioner_id, valid_from)
    mine = {"organization_id": actor.organization_id, "practitioner_id": practitioner_id}
    session.add(HoursWeek(**mine, valid_from=valid_from))
    session.add_all(
        WorkingHours(
            **mine,
            valid_from=valid_from,
            weekday=span.weekday,
            kind=span.kind,
            starts=span.starts,
            ends=span.ends,
        )
        for span in week
    )
    await session.flush()
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_HOURS),
        subject_id=row.id,
        valid_from=valid_from,
        hours=in_words(week),
    )
