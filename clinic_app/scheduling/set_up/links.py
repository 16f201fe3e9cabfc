"""The lists of a service: who gives it, in which rooms, with which devices. Saved whole."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.database.asking import send_later
from clinic_app.database.statement import Statement
from clinic_app.kit.ids import DeviceId, PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.assistants.duty_rules import Duty, checked_duties
from clinic_app.scheduling.tables import (
    Practitioner,
    Service,
    ServiceAssistant,
    ServiceDevice,
    ServiceDuty,
    ServicePractitioner,
    ServiceRoom,
)

_IN_TURN = Statement("SELECT pg_advisory_xact_lock(hashtextextended(:sheets, 0))")


async def in_turn(session: AsyncSession, actor: Actor) -> None:
    """Let the clinic's sheets of services and practitioners be saved one after the other.

    Each locks its own row and then, by foreign key, those it names: two that name each other
    would wait in a ring. Comes first of all.
    """
    await send_later(session, _IN_TURN, {"sheets": f"sheets of {actor.organization_id}"})


async def set_practitioners_of(
    session: AsyncSession, actor: Actor, service_id: ServiceId, who: Iterable[PractitionerId]
) -> None:
    """Say who gives a service. Archived ones keep their place, for the day they come back."""
    home = actor.organization_id
    archived = select(col(Practitioner.id)).where(
        col(Practitioner.organization_id) == home, col(Practitioner.archived_at).is_not(None)
    )
    await session.execute(
        delete(ServicePractitioner).where(
            col(ServicePractitioner.organization_id) == home,
            col(ServicePractitioner.service_id) == service_id,
            col(ServicePractitioner.practitioner_id).not_in(archived),
        )
    )
    session.add_all(
        ServicePractitioner(organization_id=home, service_id=service_id, practitioner_id=one)
        for one in _once(who)
    )
    await session.flush()


async def set_duties_of(
    session: AsyncSession, actor: Actor, service: Service, duties: Sequence[Duty]
) -> None:
    """Say for what a service asks for assistants, and who may be which. Raises Invalid."""
    lasts, home = service.duration_minutes, actor.organization_id
    service.assistants = checked_duties(duties, minutes=lasts)
    for table in (ServiceDuty, ServiceAssistant):
        await session.execute(
            delete(table).where(
                col(table.organization_id) == home, col(table.service_id) == service.id
            )
        )
    for number, duty in enumerate(duties, start=1):
        own: dict[str, Any] = {"organization_id": home, "service_id": service.id, "number": number}
        session.add(ServiceDuty(**own, **duty.part._asdict()))
        session.add_all(ServiceAssistant(**own, practitioner_id=one) for one in sorted(duty.may))
    await session.flush()


async def set_services_of(
    session: AsyncSession, actor: Actor, practitioner_id: PractitionerId, what: Iterable[ServiceId]
) -> None:
    """Say which services a practitioner gives. Archived ones keep their place."""
    home = actor.organization_id
    archived = select(col(Service.id)).where(
        col(Service.organization_id) == home, col(Service.archived_at).is_not(None)
    )
    await session.execute(
        delete(ServicePractitioner).where(
            col(ServicePractitioner.organization_id) == home,
            col(ServicePractitioner.practitioner_id) == practitioner_id,
            col(ServicePractitioner.service_id).not_in(archived),
        )
    )
    session.add_all(
        ServicePractitioner(organization_id=home, service_id=one, practitioner_id=practitioner_id)
        for one in _once(what)
    )
    await session.flush()


async def set_rooms_of(
    session: AsyncSession, actor: Actor, service_id: ServiceId, rooms: Iterable[RoomId]
) -> None:
    """Say where a service can be given; none means in any room."""
    home = actor.organization_id
    await session.execute(
        delete(ServiceRoom).where(
            col(ServiceRoom.organization_id) == home, col(ServiceRoom.service_id) == service_id
        )
    )
    session.add_all(
        ServiceRoom(organization_id=home, service_id=service_id, room_id=one)
        for one in _once(rooms)
    )
    await session.flush()


async def set_devices_of(
    session: AsyncSession, actor: Actor, service_id: ServiceId, devices: Iterable[DeviceId]
) -> None:
    """Say which devices a service needs, each time and all of them."""
    home = actor.organization_id
    await session.execute(
        delete(ServiceDevice).where(
            col(ServiceDevice.organization_id) == home, col(ServiceDevice.service_id) == service_id
        )
    )
    session.add_all(
        ServiceDevice(organization_id=home, service_id=service_id, device_id=one)
        for one in _once(devices)
    )
    await session.flush()


def _once(ids: Iterable[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))
