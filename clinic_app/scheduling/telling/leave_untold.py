"""A change is not told to the patient: somebody spoke with them, or it was only a correction."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.notice_tables import PatientNotice
from clinic_app.scheduling.visit.step_visit import lock_visit


async def leave_untold(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> None:
    """Drop what waits to be told of a visit. Raises Conflict when nothing waits any more."""
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, None)
    dropped = await session.execute(
        update(PatientNotice)
        .where(
            col(PatientNotice.organization_id) == actor.organization_id,
            col(PatientNotice.appointment_id) == visit.id,
            col(PatientNotice.ended_at).is_(None),
        )
        .values(ended_at=now(), outcome="dropped")
        .returning(col(PatientNotice.id))
    )
    if dropped.first() is None:
        raise Conflict("The patient has been told already.")
    await announce(session, actor.organization_id, Topic.MESSAGES)
    await record(
        session, actor, Tag.APPOINTMENT_UNTOLD, subject_id=visit.id, patient_id=visit.patient_id
    )
