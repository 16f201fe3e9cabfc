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
    service = ("service_id", service_id)
    by = ("practitioner_id", who)
    await _link(session, actor, ServicePractitioner, service, by, but_archived=Practitioner)


async def set_services_of(
    session: AsyncSession, actor: Actor, practitioner_id: PractitionerId, what: Iterable[ServiceId]
) -> None:
    """Say which services a practitioner gives. Archived ones keep their place."""
    practitioner = ("practitioner_id", practitioner_id)
    gives = ("service_id", what)
    await _link(session, actor, ServicePractitioner, practitioner, gives, but_archived=Service)


async def set_rooms_of(
    session: AsyncSession, actor: Actor, service_id: ServiceId, rooms: Iterable[RoomId]
) -> None:
    """Say where a service can be given; none means in any room."""
    await _link(session, actor, ServiceRoom, ("service_id", service_id), ("room_id", rooms))


async def set_devices_of(
    session: AsyncSession, actor: Actor, service_id: ServiceId, devices: Iterable[DeviceId]
) -> None:
    """Say which devices a service needs, each time and all of them."""
    await _link(session, actor, ServiceDevice, ("service_id", service_id), ("device_id", devices))


async def _link(
    session: AsyncSession,
    actor: Actor,
    table: type[ServicePractitioner | ServiceRoom | ServiceDevice],
    of: tuple[str, UUID],
    to: tuple[str, Iterable[UUID]],
    *,
    but_archived: type[Practitioner | Service] | None = None,
) -> None:
    """Let one row of a sheet (`of`) be linked to exactly these (`to`), each once.

    but_archived: what is linked, where links to archived ones stay.
    """
    home = actor.organization_id
    linked = [col(table.organization_id) == home, getattr(table, of[0]) == of[1]]
    if but_archived is not None:
        archived = select(col(but_archived.id)).where(
            col(but_archived.organization_id) == home, col(but_archived.archived_at).is_not(None)
        )
        linked.append(getattr(table, to[0]).not_in(archived))
    await session.execute(delete(table).where(*linked))
    rows = [{"organization_id": home, of[0]: of[1], to[0]: one} for one in dict.fromkeys(to[1])]
    session.add_all(table(**row) for row in rows)
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
