"""Book a visit: practitioner, room, devices and patient together, or nothing at all."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.asking import send_later
from clinic_app.database.rows import insert_later, insert_new_later, new_row
from clinic_app.database.statement import Statement
from clinic_app.kit.ids import HoldId, PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.text import paragraph
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.booking.plan_visit import plan_visit
from clinic_app.scheduling.booking.reserve import Taken, booked, reserve
from clinic_app.scheduling.booking.visit_plan import VisitPlan, room_first
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.holds import take_over
from clinic_app.scheduling.holding.own_hold import held_since
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.patients_here import expect_patient
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.telling.note_change import note_change

NOTE_LENGTH = 1000

_SETTLE = Statement(
    "UPDATE appointment SET practitioner_id = :practitioner_id, room_id = :room_id,"
    " outside_hours = :outside_hours, exceptions = :exceptions, lane = :lane,"
    " session_id = :session_id WHERE organization_id = :organization_id AND id = :id"
)


async def book_appointment(
    session: AsyncSession,
    actor: Actor,
    *,
    patient_id: PatientId,
    service_id: ServiceId,
    start: datetime,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    note: str = "",
    outside_hours: bool = False,
    told: bool = True,
    despite_rules: bool = False,
    hold_id: HoldId | None = None,
    overbook: bool = False,
    assistants: Assistants | None = None,
    visit_group_id: UUID | None = None,
) -> Booked:
    """Book a visit and say what it took.

    start: an instant, or a naive wall time of the clinic. practitioner_id, room_id: None for
    anybody who gives the service and any room that fits it. outside_hours: book although the
    practitioner is off work (a right of its own); the visit is marked when it truly is.
    told: False when the caller records and announces many visits at once, as a series does.
    despite_rules: book on shorter notice, farther ahead or over a cap, by the same right; the
    visit is marked with what it broke. hold_id: one's own hold of this time, taken over; one
    that is over, or of another time, is given back and helps nothing. overbook: over other
    visits, as far as the service allows, by the same right; marked as well.
    assistants: who else takes part, besides whom the service asks for by itself.
    visit_group_id: shared by the visits of one coming (see `book_together`).
    Raises SlotTaken (DayFull), PatientBusy, NotWorking, NotOffered, BadStart, or NotFound.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules, overbook)
    begins = start_instant(start, actor.time_zone)
    kept_note = paragraph(note, field="note", label="The note", most=NOTE_LENGTH)
    await expect_patient(session, actor, patient_id)
    held = await take_over(session, actor, hold_id, service_id=service_id, start=begins)
    plan = await plan_visit(
        *(session, actor),
        service_id=service_id,
        practitioner_id=practitioner_id or (held and PractitionerId(held.practitioner_id)),
        room_id=room_id,
        start=begins,
        waived=waived,
        assistants=assistants,
        as_of=held_since(held),
    )
    plan = room_first(plan, held.room_id) if held else plan
    visit = new_visit(actor, plan, patient_id, kept_note, visit_group_id)
    await insert_later(session, visit)
    taken = await reserve(session, actor, plan, appointment_id=visit.id, patient_id=patient_id)
    await keep_booked(session, actor, visit, plan, taken)
    if told:
        await tell_booked(session, actor, visit)
    return booked(visit)


def new_visit(
    actor: Actor,
    plan: VisitPlan,
    patient_id: PatientId,
    note: str,
    visit_group_id: UUID | None = None,
) -> Appointment:
    """Return the visit with the first of the candidates; `reserve` says whom it got."""
    return new_row(
        Appointment,
        organization_id=actor.organization_id,
        patient_id=patient_id,
        service_id=plan.service_id,
        practitioner_id=plan.practitioners[0].id,
        room_id=plan.rooms[0] if plan.rooms else None,
        starts_at=plan.start,
        ends_at=plan.end,
        note=note,
        outside_hours=plan.practitioners[0].outside_hours,
        exceptions=",".join(plan.exceptions),
        created_by=actor.member_id,
        visit_group_id=visit_group_id,
    )


async def keep_booked(
    session: AsyncSession, actor: Actor, visit: Appointment, plan: VisitPlan, taken: Taken
) -> None:
    """Write down what a new visit got, and that it was booked."""
    await _settle(session, visit, taken)
    await _note_booked(session, actor, visit)
    if plan.facts.tells == "everybody":  # who is new has no private link yet
        await note_change(session, actor, visit, None)


async def _settle(session: AsyncSession, visit: Appointment, taken: Taken) -> None:
    """Write on the visit what it got, where that is not what it was inserted with."""
    got = taken.values()
    if any(getattr(visit, name) != value for name, value in got.items()):
        taken.put_on(visit)
        where = {"organization_id": visit.organization_id, "id": visit.id}
        await send_later(session, _SETTLE, got | where)


async def _note_booked(session: AsyncSession, actor: Actor, visit: Appointment) -> None:
    await insert_new_later(
        session,
        AppointmentEvent,
        organization_id=actor.organization_id,
        appointment_id=visit.id,
        kind="booked",
        to_status=Status.BOOKED,
        to_starts_at=visit.starts_at,
        to_practitioner_id=visit.practitioner_id,
        member_id=actor.member_id,
    )


async def tell_booked(session: AsyncSession, actor: Actor, visit: Appointment) -> None:
    """Announce and record a booking that was written."""
    await announce(session, actor.organization_id, Topic.CALENDAR)
    # Last, as it takes the clinic's chain until the commit: others wait for it.
    await record(
        session,
        actor,
        Tag.APPOINTMENT_BOOK,
        subject_id=visit.id,
        patient_id=visit.patient_id,
        starts_at=visit.starts_at.isoformat(),
        practitioner_id=str(visit.practitioner_id),
        room_id=str(visit.room_id) if visit.room_id else None,
        outside_hours=visit.outside_hours,
        exceptions=visit.exceptions,
        lane=visit.lane,
    )
