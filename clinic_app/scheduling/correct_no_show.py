"""They came after all."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId, PractitionerId, ServiceId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import IllegalMove, PatientBusy, SlotTaken
from clinic_app.scheduling.plan_visit import plan_visit
from clinic_app.scheduling.reserve import reserve
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.step_visit import lock_visit, write_step
from clinic_app.scheduling.visit_plan import VisitPlan, room_first


async def correct_no_show(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
) -> None:
    """Mark a no-show's patient as arrived and take the visit's time again.

    Raises IllegalMove for a visit that is no no-show, Conflict when its time was given away.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, version)
    if visit.status != Status.NO_SHOW:
        raise IllegalMove("This visit is not marked “No-show”.")
    try:
        taken = await reserve(
            session,
            actor,
            await _plan(session, actor, visit),
            appointment_id=visit.id,
            patient_id=visit.patient_id,
        )
    except (SlotTaken, PatientBusy):
        raise Conflict("This visit's time has been given away. Please book a new one.") from None
    taken.put_on(visit)
    await write_step(session, actor, visit, Status.CHECKED_IN)


async def _plan(session: AsyncSession, actor: Actor, visit: Appointment) -> VisitPlan:
    plan = await plan_visit(
        session,
        actor,
        service_id=ServiceId(visit.service_id),
        practitioner_id=PractitionerId(visit.practitioner_id),
        room_id=None,
        start=visit.starts_at,
        outside_hours=True,  # it stood once; hours changed since do not matter
        moving=AppointmentId(visit.id),
        despite_rules=True,
        overbook=visit.lane > 0,
    )
    return room_first(plan, visit.room_id)
