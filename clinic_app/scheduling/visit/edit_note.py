"""What the desk was told about a visit."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.text import paragraph
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.booking.book_appointment import NOTE_LENGTH
from clinic_app.scheduling.visit.step_visit import lock_visit
from clinic_app.scheduling.visit.visit_event import visit_event


async def edit_note(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    note: str,
) -> None:
    """Change a visit's desk note. A note that did not change leaves no trace."""
    require(actor, Permission.APPOINTMENT_WRITE)
    kept = paragraph(note, field="note", label="The note", most=NOTE_LENGTH)
    visit = await lock_visit(session, actor, appointment_id, version)
    if kept == visit.note:
        return
    visit.note = kept
    visit.version += 1
    visit.updated_at = now()
    session.add(visit_event(actor, visit.id, "edited"))
    await announce(session, actor.organization_id, Topic.CALENDAR)
    await record(
        session, actor, Tag.APPOINTMENT_EDIT, subject_id=visit.id, patient_id=visit.patient_id
    )
