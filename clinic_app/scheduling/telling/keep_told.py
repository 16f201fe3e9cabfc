"""Keep that a patient was told of a visit there and then."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.notice_tables import PatientNotice


async def keep_told(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    deed: str,
    channel: str,
    message_id: UUID,
) -> None:
    """Write down the message; a notice that still waited has nothing left to say."""
    require(actor, Permission.APPOINTMENT_WRITE)
    moment = now()
    await session.execute(
        update(PatientNotice)
        .where(
            col(PatientNotice.organization_id) == actor.organization_id,
            col(PatientNotice.appointment_id) == appointment_id,
            col(PatientNotice.ended_at).is_(None),
        )
        .values(ended_at=moment, outcome="same")
    )
    session.add(
        PatientNotice(
            organization_id=actor.organization_id,
            appointment_id=appointment_id,
            due_at=moment,
            ended_at=moment,
            outcome="told",
            deed=deed,
            channel=channel,
            message_id=message_id,
        )
    )
    await session.flush()
