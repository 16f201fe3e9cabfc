"""The services of a clinic, with who gives them, where, and with what."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.scheduling.rows import ServiceRow
from clinic_app.scheduling.shelf import listed
from clinic_app.scheduling.tables import (
    Practitioner,
    Service,
    ServiceDevice,
    ServicePractitioner,
    ServiceRoom,
)

Links = dict[UUID, list[str]]


async def list_services(
    session: AsyncSession, actor: Actor, *, archived: bool = False
) -> list[ServiceRow]:
    """Return them in the clinic's order, in four queries; archived practitioners left out."""
    require(actor, Permission.SCHEDULE_READ)
    rows = await listed(session, actor, Service, archived=archived)
    who, rooms, devices = (
        await _practitioners(session, actor),
        await _rooms(session, actor),
        await _devices(session, actor),
    )
    return [_row(row, who[row.id], rooms[row.id], devices[row.id]) for row in rows]


def _row(row: Service, who: list[str], rooms: list[str], devices: list[str]) -> ServiceRow:
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
        practitioner_ids=tuple(who),
        room_ids=tuple(rooms),
        device_ids=tuple(devices),
        visits_a_day=row.visits_a_day,
        notice_minutes=row.notice_minutes,
        ahead_days=row.ahead_days,
        seats=row.seats,
        overbook=row.overbook,
    )


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
