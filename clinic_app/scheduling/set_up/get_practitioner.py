"""One practitioner with everything that their editor shows."""

from collections.abc import Mapping
from datetime import date, time

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.hours.hours_rows import weeks_by_practitioner
from clinic_app.scheduling.hours.hours_rules import Week
from clinic_app.scheduling.hours.week_rules import in_words
from clinic_app.scheduling.rows import PractitionerDetails, SpanRow, TimeOffRow, WeekRow, WeekSpan
from clinic_app.scheduling.set_up.list_practitioners import practitioner_rows
from clinic_app.scheduling.tables import Practitioner, ServicePractitioner, TimeOff


async def get_practitioner(
    session: AsyncSession, actor: Actor, *, practitioner_id: PractitionerId
) -> PractitionerDetails:
    """Return a practitioner with weeks (this one and later), time off to come, and services."""
    require(actor, Permission.SCHEDULE_READ)
    row = await find(session, actor, Practitioner, practitioner_id, what="That practitioner")
    (shown,) = await practitioner_rows(session, actor, [row])
    weeks = (await weeks_by_practitioner(session, actor, [row.id]))[row.id]
    services = select(col(ServicePractitioner.service_id)).where(
        col(ServicePractitioner.organization_id) == actor.organization_id,
        col(ServicePractitioner.practitioner_id) == row.id,
    )
    return PractitionerDetails(
        row=shown,
        service_ids=tuple(str(one) for one in (await session.execute(services)).scalars()),
        weeks=_weeks(weeks, to_wall(now(), actor.time_zone).date()),
        time_off=await _time_off(session, actor, practitioner_id),
    )


def _weeks(weeks: Mapping[date, Week], today: date) -> tuple[WeekRow, ...]:
    ruling = max((day for day in weeks if day <= today), default=date.min)
    return tuple(
        WeekRow(
            valid_from=day.isoformat(),
            summary=in_words(weeks[day]),
            rules_today=day == ruling,
            in_future=day > today,
            spans=tuple(_span(span) for span in weeks[day]),
        )
        for day in sorted(weeks)
        if day >= ruling
    )


def _span(span: WeekSpan) -> SpanRow:
    return SpanRow(span.weekday, span.kind, f"{span.starts:%H:%M}", f"{span.ends:%H:%M}")


async def _time_off(
    session: AsyncSession, actor: Actor, practitioner_id: PractitionerId
) -> tuple[TimeOffRow, ...]:
    query = (
        scoped(TimeOff, actor)
        .where(
            col(TimeOff.practitioner_id) == practitioner_id,
            col(TimeOff.cancelled_at).is_(None),
            col(TimeOff.ends_at) > now(),
        )
        .order_by(col(TimeOff.starts_at))
        .limit(50)
    )
    rows = (await session.execute(query)).scalars()
    return tuple(_away(row, actor.time_zone) for row in rows)


def _away(row: TimeOff, time_zone: str) -> TimeOffRow:
    starts, ends = (to_wall(moment, time_zone) for moment in (row.starts_at, row.ends_at))
    return TimeOffRow(
        id=str(row.id),
        starts=starts.isoformat(timespec="minutes"),
        ends=ends.isoformat(timespec="minutes"),
        whole_days=starts.time() == ends.time() == time(),
        reason=row.reason,
    )
