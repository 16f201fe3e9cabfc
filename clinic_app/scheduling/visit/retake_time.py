"""Take the time of a visit again that was called off, or that nobody seemed to come to."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId, PractitionerId, ServiceId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reserve import Taken, reserve
from clinic_app.scheduling.booking.visit_plan import VisitPlan, room_first
from clinic_app.scheduling.errors import DayFull, PatientBusy, SlotTaken
from clinic_app.scheduling.overrides import Waived
from clinic_app.scheduling.visit.take_as_before import take_as_before


async def retake_time(
    session: AsyncSession, actor: Actor, visit: Appointment, *, despite_rules: bool
) -> None:
    """Let a locked visit take again what it took before; another room where its own is taken.

    Part of a verb that was allowed to: asks for no permission of its own. despite_rules: caps
    do not hold, because the patient stands here. Raises Conflict with what stands against it.
    """
    waived = despite_rules or bool(visit.exceptions)

    async def take(lane: int | None) -> Taken:
        plan = await _plan(session, actor, visit, despite_rules=waived, lane=lane)
        return await reserve(
            session, actor, plan, appointment_id=visit.id, patient_id=visit.patient_id
        )

    try:
        taken = await take_as_before(session, take, visit.lane)
    except DayFull as refusal:
        raise Conflict(refusal.message) from None
    except SlotTaken as refusal:
        because = f": {refusal.why}" if refusal.why else ""
        raise Conflict(
            f"This visit's time has been given away{because}. Please book a new one."
        ) from None
    except PatientBusy:
        raise Conflict("The patient has another visit at that time by now.") from None
    marks = dict.fromkeys((*visit.exceptions.split(","), *taken.exceptions.split(",")))
    taken.put_on(visit)
    visit.exceptions = ",".join(mark for mark in marks if mark)


async def _plan(
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    *,
    despite_rules: bool,
    lane: int | None,
) -> VisitPlan:
    plan = await plan_visit(
        session,
        actor,
        service_id=ServiceId(visit.service_id),
        practitioner_id=PractitionerId(visit.practitioner_id),
        room_id=None,
        start=visit.starts_at,
        # It stood once: hours changed since do not matter, nor what it lay over.
        waived=Waived(hours=True, rules=despite_rules, others=visit.lane > 0),
        moving=AppointmentId(visit.id),
        minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
        stands_at=visit.starts_at,
        lane=lane,
    )
    return room_first(plan, visit.room_id)
