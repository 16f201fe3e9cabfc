"""Let a visit or a session stay as it is booked, although its practitioner is off work then."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.assistants.replace_assistant import lock_staffed
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import GIVABLE
from clinic_app.scheduling.visit.visit_event import visit_event


async def keep_misplaced(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId, version: int | None
) -> None:
    """Mark a visit as outside working hours on purpose; it is no longer one to be moved.

    Of a group's session, the visits of all who come: they stay together.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    require(actor, Permission.APPOINTMENT_OVERRIDE)
    staffed = await lock_staffed(session, actor, appointment_id, version)
    visits = [visit for visit in staffed.visits if visit.status in GIVABLE]
    if not visits:
        raise IllegalMove("This visit need not be moved any more.")
    for visit in visits:
        visit.outside_hours = True
        visit.version += 1
        visit.updated_at = now()
        why = "Outside working hours on purpose"
        session.add(visit_event(actor, visit.id, "kept", reason=why))
    await announce(session, actor.organization_id, Topic.CALENDAR)
    for visit in visits:
        await record(
            *(session, actor, Tag.APPOINTMENT_EDIT),
            subject_id=visit.id,
            patient_id=visit.patient_id,
            outside_hours=True,
        )
