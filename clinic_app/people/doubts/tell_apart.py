"""A registration is of another person than it looked like."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.ids import DoubtId
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.people.doubts.open_doubt import open_doubt


async def tell_apart(session: AsyncSession, actor: Actor, *, doubt_id: DoubtId) -> None:
    """Write down that they are two; both stay as they are."""
    require(actor, Permission.PATIENT_WRITE)
    doubt = await open_doubt(session, actor, doubt_id=doubt_id)
    doubt.answer, doubt.answered_at, doubt.answered_by = "another", now(), actor.member_id
    await announce(session, actor.organization_id, Topic.PATIENTS)
    await record(
        *(session, actor, Tag.PATIENT_APART),
        subject_id=doubt.patient_id,
        patient_id=doubt.patient_id,
        other=str(doubt.other_id),
    )
