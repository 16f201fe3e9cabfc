"""Let the week rule some dates again. The rows stay, as what once was said."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.date_tables import DateHours


async def drop_dates(
    session: AsyncSession, actor: Actor, practitioner_id: PractitionerId, days: Sequence[date]
) -> bool:
    """Take back what these dates have of their own; True when there was something."""
    gone = await session.execute(
        update(DateHours)
        .where(
            col(DateHours.organization_id) == actor.organization_id,
            col(DateHours.practitioner_id) == practitioner_id,
            col(DateHours.day).in_(days),
            col(DateHours.removed_at).is_(None),
        )
        .values(removed_at=now())
        .returning(col(DateHours.id))
    )
    return bool(gone.all())
