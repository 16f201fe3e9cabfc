"""The practitioners of a clinic, with the hours that rule today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.hours.hours_rows import weeks_by_practitioner
from clinic_app.scheduling.hours.hours_rules import Week, week_of
from clinic_app.scheduling.hours.week_rules import in_words
from clinic_app.scheduling.rows import PractitionerRow
from clinic_app.scheduling.set_up.shelf import listed
from clinic_app.scheduling.tables import Practitioner, Service, ServicePractitioner, TimeOff


async def list_practitioners(
    session: AsyncSession, actor: Actor, *, archived: bool = False
) -> list[PractitionerRow]:
    """Return them in the clinic's order, in five queries whatever their number."""
    require(actor, Permission.SCHEDULE_READ)
    rows = await listed(session, actor, Practitioner, archived=archived)
    return await practitioner_rows(session, actor, rows)


async def practitioner_rows(
    session: AsyncSession, actor: Actor, rows: Sequence[Practitioner]
) -> list[PractitionerRow]:
    """Return these practitioners as rows."""
    ids = [row.id for row in rows]
    weeks = await weeks_by_practitioner(session, actor, ids)
    services = await _services(session, actor)
    away = await _away(session, actor)
    return [_row(row, weeks[row.id], services[row.id], away.get(row.id, ""), actor) for row in rows]


def _row(
    row: Practitioner, weeks: Mapping[date, Week], services: int, away_until: str, actor: Actor
) -> PractitionerRow:
    today = to_wall(now(), actor.time_zone).date()
    coming = min((day for day in weeks if day > today), default=None)
    return PractitionerRow(
        id=str(row.id),
        name=row.name,
        specialty=row.specialty,
        colour=row.colour,
        member_id="" if row.member_id is None else str(row.member_id),
        archived=row.archived_at is not None,
        hours=in_words(week_of(weeks, today)),
        next_change="" if coming is None else coming.isoformat(),
        away_until=away_until,
        services=services,
        visits_a_day=row.visits_a_day,
    )


async def _services(session: AsyncSession, actor: Actor) -> Counter[UUID]:
    """Count the live services that each practitioner gives."""
    query = (
        select(col(ServicePractitioner.practitioner_id))
        .join(
            Service,
            (col(Service.organization_id) == col(ServicePractitioner.organization_id))
            & (col(Service.id) == col(ServicePractitioner.service_id)),
        )
        .where(
            col(ServicePractitioner.organization_id) == actor.organization_id,
            col(Service.archived_at).is_(None),
        )
    )
    return Counter((await session.execute(query)).scalars())


async def _away(session: AsyncSession, actor: Actor) -> dict[UUID, str]:
    """Return until when those who are away right now are away, as wall time."""
    moment = now()
    query = (
        select(col(TimeOff.practitioner_id), func.max(col(TimeOff.ends_at)))
        .where(
            col(TimeOff.organization_id) == actor.organization_id,
            col(TimeOff.cancelled_at).is_(None),
            col(TimeOff.starts_at) <= moment,
            col(TimeOff.ends_at) > moment,
        )
        .group_by(col(TimeOff.practitioner_id))
    )
    found = (await session.execute(query)).all()
    return {
        who: to_wall(until, actor.time_zone).isoformat(timespec="minutes") for who, until in found
    }
