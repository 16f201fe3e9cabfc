"""Let the week rule some dates of a practitioner again."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.hours.dates_ahead import checked_dates, span_of
from clinic_app.scheduling.hours.drop_dates import drop_dates
from clinic_app.scheduling.tables import Practitioner
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit, misplaced_in, on_dates
from clinic_app.scheduling.waiting.free_time import free_dates


async def remove_date_hours(
    session: AsyncSession, actor: Actor, *, practitioner_id: PractitionerId, days: Sequence[date]
) -> tuple[MisplacedVisit, ...]:
    """Take exceptions back; visits that were booked into extra hours are returned.

    Raises NotFound when none of the dates has hours of its own.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    wanted = checked_dates(actor, days)
    row = await find(
        session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
    )
    if not await drop_dates(session, actor, practitioner_id, wanted):
        raise NotFound("That exception")
    since, until = span_of(actor, wanted)
    met = await misplaced_in(
        session, actor, since=since, until=until, practitioner_id=practitioner_id
    )
    hit = on_dates(met, wanted)
    await free_dates(session, actor, days=wanted, practitioner_id=row.id)
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_DATES),
        subject_id=row.id,
        days=[day.isoformat() for day in wanted],
        removed=True,
        visits=len(hit),
    )
    return hit
