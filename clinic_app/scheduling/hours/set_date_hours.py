"""Give some dates of a practitioner hours of their own, or close them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.text import one_line
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.date_tables import DateHours
from clinic_app.scheduling.hours.date_rules import CLOSED, RULES
from clinic_app.scheduling.hours.dates_ahead import checked_dates, span_of
from clinic_app.scheduling.hours.drop_dates import drop_dates
from clinic_app.scheduling.hours.week_rules import checked_hours, hours_in_words
from clinic_app.scheduling.rows import DaySpan
from clinic_app.scheduling.tables import Practitioner
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit, misplaced_in, on_dates
from clinic_app.scheduling.waiting.free_time import free_dates


async def set_date_hours(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: PractitionerId,
    days: Sequence[date],
    rule: str,
    spans: Sequence[DaySpan] = (),
    note: str = "",
) -> tuple[MisplacedVisit, ...]:
    """Close up to 100 dates, give them other hours instead, or extra hours; all or none.

    Replaces what those dates had of their own. spans: not for closed dates; their weekdays
    play no part. Visits stay where they are: those that cannot be given then are returned.
    Raises Invalid beside `days`, `rule`, `hours` or `note`.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    wanted = checked_dates(actor, days)
    if rule not in RULES:
        raise Invalid("Please choose what these dates are.", field="rule")
    hours = [] if rule == CLOSED else checked_hours(spans, field="hours")
    said = one_line(note, field="note", label="The note", required=False)
    row = await find(
        session, actor, Practitioner, practitioner_id, what="That practitioner", lock=True
    )
    await drop_dates(session, actor, practitioner_id, wanted)
    session.add_all(_row(day, rule, span, said, row) for day in wanted for span in hours or (None,))
    await session.flush()
    since, until = span_of(actor, wanted)
    met = await misplaced_in(
        session, actor, since=since, until=until, practitioner_id=practitioner_id
    )
    hit = on_dates(met, wanted)
    if hours:
        await free_dates(session, actor, days=wanted, practitioner_id=row.id)
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_DATES),
        subject_id=row.id,
        days=[day.isoformat() for day in wanted],
        rule=rule,
        hours=hours_in_words(hours),
        visits=len(hit),
    )
    return hit


def _row(day: date, rule: str, span: DaySpan | None, note: str, who: Practitioner) -> DateHours:
    return DateHours(
        organization_id=who.organization_id,
        practitioner_id=who.id,
        day=day,
        rule=rule,
        kind=span.kind if span else None,
        starts=span.starts if span else None,
        ends=span.ends if span else None,
        note=note,
    )
