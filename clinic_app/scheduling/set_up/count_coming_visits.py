"""How many visits are still to come."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.states import RELEASED


async def count_coming_visits(session: AsyncSession, actor: Actor) -> int:
    """Count the clinic's visits that begin later and hold their time."""
    require(actor, Permission.APPOINTMENT_READ)
    query = select(func.count()).where(
        col(Appointment.organization_id) == actor.organization_id,
        col(Appointment.starts_at) > now(),
        col(Appointment.status).not_in(RELEASED),
    )
    return (await session.execute(query)).scalar_one()
