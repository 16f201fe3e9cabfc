"""Add a service, or change one."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import DeviceId, PractitionerId, RoomId, ServiceId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.assistants.duty_rules import Duty
from clinic_app.scheduling.booking.places import count_those_booked
from clinic_app.scheduling.set_up.links import (
    in_turn,
    set_devices_of,
    set_duties_of,
    set_practitioners_of,
    set_rooms_of,
)
from clinic_app.scheduling.set_up.own_limits import NO_LIMITS, OwnLimits
from clinic_app.scheduling.set_up.shelf import free_name, known_colour, last_position
from clinic_app.scheduling.tables import Service


async def save_service(
    session: AsyncSession,
    actor: Actor,
    *,
    name: str,
    duration_minutes: int,
    service_id: ServiceId | None = None,
    buffer_before: int = 0,
    buffer_after: int = 0,
    colour: str = "teal",
    price_minor: int | None = None,
    needs_room: bool = True,
    practitioner_ids: Sequence[PractitionerId] = (),
    room_ids: Sequence[RoomId] = (),
    device_ids: Sequence[DeviceId] = (),
    duties: Sequence[Duty] = (),
    limits: OwnLimits = NO_LIMITS,
) -> ServiceId:
    """Add (no id) or change a service. Visits already booked keep their length.

    price_minor: in the clinic's currency, None when there is no fixed price.
    limits: the service's own bounds; None in it for the clinic's.
    room_ids: where it can be given; none means any room. duties: one for each assistant that it
    takes by itself. Raises Invalid beside a field.
    """
    require(actor, Permission.SCHEDULE_WRITE)
    row = await _row(session, actor, service_id)
    row.name = await free_name(session, actor, Service, name, besides=service_id)
    row.duration_minutes = _minutes(duration_minutes, 5, 720, "duration_minutes")
    row.buffer_before = _minutes(buffer_before, 0, 240, "buffer_before")
    row.buffer_after = _minutes(buffer_after, 0, 240, "buffer_after")
    row.colour, row.needs_room = known_colour(colour), needs_room
    row.price_minor = _price(price_minor)
    limits.put_on(row)
    session.add(row)
    await session.flush()
    if limits.visits_a_day is not None:
        await count_those_booked(session, actor, owner="service", owner_id=row.id)
    saved = ServiceId(row.id)
    await set_practitioners_of(session, actor, saved, practitioner_ids)
    await set_rooms_of(session, actor, saved, room_ids if needs_room else ())
    await set_devices_of(session, actor, saved, device_ids)
    await set_duties_of(session, actor, row, duties)
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.SERVICE_SAVE),
        subject_id=row.id,
        added=service_id is None,
        **row.model_dump(include=_TOLD),
        practitioners=practitioner_ids,
        rooms=room_ids,
        devices=device_ids,
        may_assist=[sorted(each.may) for each in duties],
    )
    return saved


_HIGHEST_PRICE = 2_000_000_000  # minor units; the column holds little more

_TOLD = {
    *("name", "duration_minutes", "buffer_before", "buffer_after"),
    *("colour", "price_minor", "needs_room"),
    *("visits_a_day", "notice_minutes", "ahead_days", "seats", "overbook", "assistants"),
}


async def _row(session: AsyncSession, actor: Actor, service_id: ServiceId | None) -> Service:
    await in_turn(session, actor)
    if service_id is not None:
        return await find(session, actor, Service, service_id, what="That service", lock=True)
    position = await last_position(session, actor, Service)
    return Service(
        organization_id=actor.organization_id, name="", duration_minutes=0, position=position
    )


def _price(minor: int | None) -> int | None:
    if minor is not None and not 0 <= minor <= _HIGHEST_PRICE:
        raise Invalid("This price is too high to be one.", field="price")
    return minor


def _minutes(value: int, least: int, most: int, field: str) -> int:
    if not least <= value <= most:
        raise Invalid(f"This is between {least} and {most} minutes.", field=field)
    return value
