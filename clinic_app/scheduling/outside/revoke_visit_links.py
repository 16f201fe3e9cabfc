"""Take back every private link to a visit."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.public_tables import VisitLink


async def revoke_visit_links(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId
) -> int:
    """Let no link to the visit work any more; return how many there were."""
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    done = await session.execute(
        update(VisitLink)
        .where(
            col(VisitLink.organization_id) == actor.organization_id,
            col(VisitLink.appointment_id) == visit.id,
            col(VisitLink.revoked_at).is_(None),
        )
        .values(revoked_at=now())
        .returning(col(VisitLink.id))
    )
    count = len(done.all())
    await announce(session, actor.organization_id, Topic.MESSAGES)
    await record(
        session,
        actor,
        Tag.VISIT_LINK_REVOKE,
        subject_id=visit.id,
        patient_id=visit.patient_id,
        links=count,
    )
    return count
