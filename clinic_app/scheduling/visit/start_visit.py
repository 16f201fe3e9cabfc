"""The practitioner has called the patient in."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId, RoomId
from clinic_app.scheduling.coming.inside_elsewhere import require_not_inside
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.change_room import change_room
from clinic_app.scheduling.visit.step_visit import check_move, lock_visit, step_visit


async def start_visit(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
    room_id: RoomId | None = None,
) -> None:
    """Mark a visit as begun, in the room that was booked or in another that is free.

    Refused while the patient is inside for another service of the same coming. room_id: where
    the patient is called to; None for the room that was booked. version: what the person saw, to
    refuse a step on something that changed meanwhile.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, None)
    check_move(visit, Status.IN_VISIT)
    await require_not_inside(session, actor, visit)
    if room_id is not None:  # before the step, whose audit entry must be written last
        await change_room(session, actor, visit, room_id)
    await step_visit(
        session, actor, appointment_id=appointment_id, version=version, to=Status.IN_VISIT
    )
