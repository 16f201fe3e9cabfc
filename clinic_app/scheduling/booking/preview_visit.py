"""What a visit would take, before anybody books it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId, HoldId, PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.assistants.part_words import assisting_words
from clinic_app.scheduling.booking.booking_rows import VisitPreview
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.free_times.patient_time import require_patient_free
from clinic_app.scheduling.limit_rules import EXCEPTION_NAMES, OVER
from clinic_app.scheduling.overrides import Waived
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.wall_words import clock


async def preview_visit(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    start: datetime,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    outside_hours: bool = False,
    moving: AppointmentId | None = None,
    hold: HoldId | None = None,
    despite_rules: bool = False,
    overbook: bool = False,
    minutes: int | None = None,
    assistants: Assistants | None = None,
    patient_id: PatientId | None = None,
) -> VisitPreview:
    """Return what `book_appointment` would take now; raises what it would raise.

    A promise to nobody: until it is booked, anybody can take any of it.
    """
    require(actor, Permission.APPOINTMENT_READ)
    plan = await plan_visit(
        session,
        actor,
        service_id=service_id,
        practitioner_id=practitioner_id,
        room_id=room_id,
        start=start_instant(start, actor.time_zone),
        waived=Waived(outside_hours, despite_rules, overbook),
        moving=moving,
        hold=hold,
        minutes=minutes,
        assistants=assistants,
    )
    await require_patient_free(session, actor, plan, patient_id, moving=moving, hold=hold)
    first, *others = plan.team() or plan.practitioners[:1]
    assist = plan.session.assistants if plan.session else others
    span = plan.start, plan.end, actor.time_zone
    begin, end = to_wall(plan.start, actor.time_zone), to_wall(plan.end, actor.time_zone)
    return VisitPreview(
        practitioner=first.name,
        room=plan.name_of(plan.rooms[0]) if plan.rooms else "",
        devices=tuple(plan.name_of(device) for device in plan.devices),
        span=f"{clock(begin)}–{clock(end)}",
        buffers=_buffers(plan),
        outside_hours=any(one.outside_hours for one in (first, *others)),
        assistants=tuple(assisting_words(one.name, one.part, *span) for one in assist),
        exceptions=tuple(EXCEPTION_NAMES[one] for one in _broken(plan)),
        seats_left=_seats_left(plan),
    )


def _buffers(plan: VisitPlan) -> str:
    before, after = plan.need.before // 60, plan.need.after // 60
    words = [f"{before} min before"] * bool(before) + [f"{after} min after"] * bool(after)
    return ", ".join(words)


def _broken(plan: VisitPlan) -> list[str]:
    """Return the rules that the visit would break, and whether it would lie over another."""
    return [*plan.exceptions, *([OVER] if plan.lies_over() else [])]


def _seats_left(plan: VisitPlan) -> int | None:
    seats = plan.facts.limits.seats
    if seats == 1:
        return None
    return plan.session.left if plan.session else seats
