"""What one step of a visit means for the other services of its coming: the patient is one."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.states import Status


async def lock_same_day(
    session: AsyncSession, actor: Actor, visit: Appointment, among: Collection[Status]
) -> list[Appointment]:
    """Return, locked, the other services of a visit's coming on its day, in some states."""
    if visit.visit_group_id is None:
        return []
    query = scoped(Appointment, actor).where(
        col(Appointment.visit_group_id) == visit.visit_group_id,
        col(Appointment.id) != visit.id,
        col(Appointment.status).in_(among),
    )
    query = query.order_by(col(Appointment.starts_at), col(Appointment.id)).with_for_update()
    day = to_wall(visit.starts_at, actor.time_zone).date()
    return [
        other
        for other in (await session.execute(query)).scalars()
        if to_wall(other.starts_at, actor.time_zone).date() == day
    ]
