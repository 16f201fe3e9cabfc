"""The services of a clinic, with who gives them, where, and with what."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.rows import DutyRow, ServiceRow
from clinic_app.scheduling.set_up.shelf import listed
from clinic_app.scheduling.tables import (
    Practitioner,
    Service,
    ServiceDevice,
    ServicePractitioner,
    ServiceRoom,
)

Links = dict[UUID, list[str]]
Duties = dict[UUID, list[DutyRow]]

_DUTIES = text("""
    SELECT d.service_id, d.from_minute, d.minutes, (
        SELECT array_agg(p.id ORDER BY p.position, p.id) FROM service_assistant l
        JOIN practitioner p ON p.organization_id = l.organization_id AND p.id = l.practitioner_id
        WHERE l.organization_id = d.organization_id AND l.service_id = d.service_id
            AND l.number = d.number AND p.archived_at IS NULL)
    FROM service_duty d WHERE d.organization_id = :organization
    ORDER BY d.service_id, d.number
""")


async def list_services(
    session: AsyncSession, actor: Actor, *, archived: bool = False
) -> list[ServiceRow]:
    """Return them in the clinic's order, in five queries; archived practitioners left out."""
    require(actor, Permission.SCHEDULE_READ)
    rows = await listed(session, actor, Service, archived=archived)
    links = (
        await _practitioners(session, actor),
        await _rooms(session, actor),
        await _devices(session, actor),
    )
    duties = await _duties(session, actor)
    return [_row(row, duties, *(tuple(each[row.id]) for each in links)) for row in rows]


def _row(row: Service, duties: Duties, *links: tuple[str, ...]) -> ServiceRow:
    who, rooms, devices = links
    return ServiceRow(
        id=str(row.id),
        name=row.name,
        duration_minutes=row.duration_minutes,
        buffer_before=row.buffer_before,
        buffer_after=row.buffer_after,
        colour=row.colour,
        price_minor=row.price_minor,
        needs_room=row.needs_room,
        archived=row.archived_at is not None,
        practitioner_ids=who,
        room_ids=rooms,
        device_ids=devices,
        visits_a_day=row.visits_a_day,
        notice_minutes=row.notice_minutes,
        ahead_days=row.ahead_days,
        seats=row.seats,
        overbook=row.overbook,
        duties=tuple(duties.get(row.id, ())),
    )


async def _duties(session: AsyncSession, actor: Actor) -> Duties:
    rows = await session.execute(_DUTIES, {"organization": actor.organization_id})
    found: Duties = defaultdict(list)
    for service_id, begins, minutes, may in rows:
        found[service_id].append(DutyRow(begins, minutes, tuple(map(str, may or ()))))
    return found


async def _practitioners(session: AsyncSession, actor: Actor) -> Links:
    query = (
        select(col(ServicePractitioner.service_id), col(Practitioner.id))
        .join(
            Practitioner,
            (col(Practitioner.organization_id) == col(ServicePractitioner.organization_id))
            & (col(Practitioner.id) == col(ServicePractitioner.practitioner_id)),
        )
        .where(
            col(ServicePractitioner.organization_id) == actor.organization_id,
            col(Practitioner.archived_at).is_(None),
        )
        .order_by(col(Practitioner.position), col(Practitioner.id))
    )
    return _grouped([(one, other) for one, other in (await session.execute(query)).all()])


async def _rooms(session: AsyncSession, actor: Actor) -> Links:
    query = select(col(ServiceRoom.service_id), col(ServiceRoom.room_id)).where(
        col(ServiceRoom.organization_id) == actor.organization_id
    )
    return _grouped([(one, other) for one, other in (await session.execute(query)).all()])


async def _devices(session: AsyncSession, actor: Actor) -> Links:
    query = select(col(ServiceDevice.service_id), col(ServiceDevice.device_id)).where(
        col(ServiceDevice.organization_id) == actor.organization_id
    )
    return _grouped([(one, other) for one, other in (await session.execute(query)).all()])


def _grouped(pairs: list[tuple[UUID, UUID]]) -> Links:
    links: Links = defaultdict(list)
    for service_id, other_id in pairs:
        links[service_id].append(str(other_id))
    return links
