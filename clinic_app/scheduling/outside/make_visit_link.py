"""Make a patient's private way to one visit."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.tokens import clinic_token, hash_token
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.public_tables import VisitLink

# After the visit's end; long enough to look up what was said, short enough to be forgotten.
GOOD_AFTER = timedelta(days=30)


async def make_visit_link(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    contact_hash: bytes | None = None,
) -> str:
    """Return a new token: whoever has it sees the visit, and may move or cancel it in time.

    It is told this once; only its hash is kept. contact_hash: who booked online.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    token = clinic_token(actor.organization_id)
    link = VisitLink(
        organization_id=actor.organization_id,
        appointment_id=visit.id,
        token_hash=hash_token(token),
        contact_hash=contact_hash,
        made_by=actor.member_id,
    )
    session.add(link)
    await announce(session, actor.organization_id, Topic.MESSAGES)
    await record(
        session, actor, Tag.VISIT_LINK_MAKE, subject_id=visit.id, patient_id=visit.patient_id
    )
    return token
