"""A change has been told to its patient, or need not be."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import NoticeId
from clinic_app.scheduling.notice_tables import PatientNotice


async def end_notice(
    session: AsyncSession,
    actor: Actor,
    *,
    notice_id: NoticeId,
    outcome: str,
    deed: str = "",
    channel: str = "",
    message_id: UUID | None = None,
) -> None:
    """Write down what became of a waiting notice, which the caller has locked."""
    require(actor, Permission.APPOINTMENT_WRITE)
    await session.execute(
        update(PatientNotice)
        .where(
            col(PatientNotice.organization_id) == actor.organization_id,
            col(PatientNotice.id) == notice_id,
            col(PatientNotice.ended_at).is_(None),
        )
        .values(ended_at=now(), outcome=outcome, deed=deed, channel=channel, message_id=message_id)
    )
