"""Set a practitioner's whole week, from a date on."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import OrganizationId, PractitionerId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.hours.hours_rows import drop_week, weeks_by_practitioner
from clinic_app.scheduling.hours.week_rules import checked_week, in_words
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.tables import HoursWeek, Practitioner, WorkingHours
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit
from clinic_app.scheduling.to_move.misplaced_in_week import misplaced_in_week
from clinic_app.scheduling.waiting.free_hours import free_hours

_FIRST_DAY = date(2000, 1, 1)
_FURTHEST = timedelta(days=5 * 366)


async def set_working_hours(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: PractitionerId,
    valid_from: date,
    spans: Sequence[DaySpan],
) -> tuple[MisplacedVisit, ...]:
    """Let this week rule from a date until the next one that is set; it may be empty.

    Replaces a week set for the same date. Visits stay where they are: those that cannot be
    given in these hours are returned; times that it opens are offered to who waits. Raises
    Invalid beside the day for spans that cannot be, beside `valid_from` for a date far off.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    if not _FIRST_DAY <= valid_from <= now().date() + _FURTHEST:
        raise Invalid("Please choose a date within the next five years.", field="valid_from")
    week = checked_week(spans)
    row = await find(
        session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
    )
    before = await weeks_by_practitioner(session, actor, [practitioner_id])
    await drop_week(session, actor, practitioner_id, valid_from)
    session.add_all(_rows(actor.organization_id, practitioner_id, valid_from, week))
    await session.flush()
    await free_hours(
        session, actor, practitioner_id=practitioner_id, before=before[practitioner_id]
    )
    hit = await misplaced_in_week(session, actor, practitioner_id, valid_from)
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_HOURS),
        subject_id=row.id,
        valid_from=valid_from,
        hours=in_words(week),
        visits=len(hit),
    )
    return hit


def _rows(
    organization_id: OrganizationId,
    practitioner_id: PractitionerId,
    valid_from: date,
    week: Sequence[DaySpan],
) -> Iterator[HoursWeek | WorkingHours]:
    yield HoursWeek(
        organization_id=organization_id, practitioner_id=practitioner_id, valid_from=valid_from
    )
    for span in week:
        yield WorkingHours(
            organization_id=organization_id,
            practitioner_id=practitioner_id,
            valid_from=valid_from,
            weekday=span.weekday,
            kind=span.kind,
            starts=span.starts,
            ends=span.ends,
        )
