"""Where a visit or a session stands now, exactly: what it takes to bring it back there."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find
from clinic_app.kit.ids import AppointmentId, GroupId, PractitionerId, RoomId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import assistants_in
from clinic_app.scheduling.assistants.part_rules import Assisting
from clinic_app.scheduling.rule_tables import GroupSession


@dataclass(frozen=True, slots=True)
class Place:
    """When, with whom and where; the keywords of `reschedule_appointment` and `move_group`."""

    start: datetime  # an instant, so that an hour that comes twice is no question
    minutes: int
    practitioner_id: PractitionerId
    room_id: RoomId | None
    outside_hours: bool
    assistants: Assisting | None = None  # None without any, and in one seat of a group
    lane: int | None = None  # of a visit that stands there, for its way back


async def get_place(session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId) -> Place:
    """Return the place of a visit of the actor's clinic. Raises NotFound."""
    require(actor, Permission.APPOINTMENT_READ)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    assistants = await assistants_in(session, actor, visit.id) or None
    place = _place(visit, outside_hours=visit.outside_hours, assistants=assistants)
    return replace(place, lane=visit.lane)


async def get_group_place(session: AsyncSession, actor: Actor, *, group_id: GroupId) -> Place:
    """Return the place of a group's session of the actor's clinic. Raises NotFound."""
    require(actor, Permission.APPOINTMENT_READ)
    group = await find(session, actor, GroupSession, group_id, what="The session")
    assistants = await assistants_in(session, actor, group.id) or None
    return _place(group, outside_hours=False, assistants=assistants)


def _place(
    stands: Appointment | GroupSession,
    *,
    outside_hours: bool,
    assistants: Assisting | None = None,
) -> Place:
    return Place(
        start=stands.starts_at,
        minutes=int((stands.ends_at - stands.starts_at).total_seconds()) // 60,
        practitioner_id=PractitionerId(stands.practitioner_id),
        room_id=RoomId(stands.room_id) if stands.room_id else None,
        outside_hours=outside_hours,
        assistants=assistants,
    )
