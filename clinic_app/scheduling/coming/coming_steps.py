"""What one step of a visit means for the other services of its coming: the patient is one."""

from collections.abc import Collection, Sequence

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import scoped
from clinic_app.kit.ids import AppointmentId, new_uuid
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.step_visit import step_visit


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


async def step_all(
    session: AsyncSession,
    actor: Actor,
    visit: Appointment,
    others: Sequence[Appointment],
    *,
    version: int | None,
    to: Status,
) -> None:
    """Bring a visit, as it was seen, and others of its coming to another state, as one deed."""
    deed = new_uuid()
    for one, seen in ((visit, version), *((other, None) for other in others)):
        await step_visit(
            *(session, actor),
            appointment_id=AppointmentId(one.id),
            version=seen,
            to=to,
            deed_id=deed,
        )
