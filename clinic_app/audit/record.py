"""Append one entry to the clinic's audit trail, in the transaction of the deed itself."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.audit.tables import AuditEntry
from clinic_app.audit.tags import Tag
from clinic_app.database.asking import lane_of
from clinic_app.database.rows import insert_new_later
from clinic_app.kit.clock import now


async def record(
    session: AsyncSession,
    actor: Actor,
    tag: Tag,
    *,
    subject_id: UUID | None = None,
    patient_id: UUID | None = None,
    **details: object,
) -> None:
    """Append who did what to which row. Call it last: it takes the clinic's chain until commit.

    details: JSON values that explain the change; never secrets, never free clinical text.
    """
    if session.in_transaction():
        await session.flush()
    await lane_of(session).let_go_early()  # the chain is the whole clinic's
    await insert_new_later(
        session,
        AuditEntry,
        organization_id=actor.organization_id,
        at=now(),
        tag=tag,
        member_id=actor.member_id,
        person_id=actor.person_id,
        session_id=actor.session_id,
        subject_id=subject_id,
        patient_id=patient_id,
        details=details,
    )
