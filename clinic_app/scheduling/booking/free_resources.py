"""Which rooms and devices a visit could take at one time, or why there are none."""

from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.ids import PractitionerId, RoomId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import NotOffered, SlotTaken
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_rules import Span, overlapping
from clinic_app.scheduling.overrides import Waived
from clinic_app.scheduling.states import RELEASED
from clinic_app.scheduling.tables import Room


class Asked(NamedTuple):
    """The room that must be, and what does not stand against the visit."""

    room_id: RoomId | None
    waived: Waived


async def free_rooms(
    session: AsyncSession,
    actor: Actor,
    facts: SlotFacts,
    begins: int,
    asked: Asked,
    *,
    giver: PractitionerId,
) -> tuple[RoomId, ...]:
    """Return the rooms it could be in, in the order to try them. Raises why there is none.

    giver: who is most likely to give it; of rooms in use, theirs comes first.
    """
    room_id, around = asked.room_id, facts.need.around(begins)
    fitting = [room for room in facts.rooms if room_id is None or room.id == room_id]
    if room_id is not None and not fitting:
        room = await find(session, actor, Room, room_id, what="The room")
        raise NotOffered(f"{room.name} cannot be used for {facts.service}.", field="room")
    if not facts.needs_room:
        return ()
    if not fitting:
        raise NotOffered(f"No room fits {facts.service}.", field="service")
    free = tuple(RoomId(room.id) for room in fitting if not overlapping(room.busy, around))
    if asked.waived.others:  # those in use last, but for where the practitioner is then
        theirs = () if free else await _where(session, actor, giver, around)
        used = sorted((RoomId(room.id) for room in fitting), key=lambda room: room not in theirs)
        return tuple(dict.fromkeys((*free, *used)))
    if not free:
        names = f"{fitting[0].name} is" if len(fitting) == 1 else "every fitting room is"
        raise SlotTaken(f"{names} in use")
    return free


async def _where(
    session: AsyncSession, actor: Actor, giver: PractitionerId, span: Span
) -> set[UUID | None]:
    """Return the rooms of somebody's visits then."""
    begins, ends = (datetime.fromtimestamp(moment, UTC) for moment in span)
    visits = scoped(Appointment, actor).where(
        col(Appointment.practitioner_id) == giver,
        col(Appointment.starts_at) < ends,
        col(Appointment.ends_at) > begins,
        col(Appointment.status).not_in(RELEASED),
    )
    return {visit.room_id for visit in (await session.execute(visits)).scalars()}


def free_devices(facts: SlotFacts, around: Span, *, over: bool) -> tuple[UUID, ...]:
    """Return the devices it takes, all of them; over: also where others have them."""
    for device in facts.devices:
        if device.archived:
            raise NotOffered(
                f"{facts.service} needs {device.name}, which is archived.", field="service"
            )
        if not over and overlapping(device.busy, around):
            raise SlotTaken(f"{device.name} is in use")
    return tuple(device.id for device in facts.devices)
