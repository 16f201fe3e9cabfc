"""How often patients missed their visits lately."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.attendance_rules import Attendance, looked_at_since

COUNTED = (Status.NO_SHOW, Status.CHECKED_IN, Status.IN_VISIT, Status.COMPLETED)


async def count_missed(
    session: AsyncSession, actor: Actor, *, patient_ids: Collection[UUID]
) -> dict[UUID, Attendance]:
    """Return the attendance of these patients, in one query; of strangers, nothing."""
    require(actor, Permission.APPOINTMENT_READ)
    # The services of one coming are one occasion, come to or missed.
    coming = func.coalesce(Appointment.visit_group_id, Appointment.id)
    due = func.count(coming.distinct())
    missed = due.filter(col(Appointment.status) == Status.NO_SHOW)
    found = await session.execute(
        select(col(Appointment.patient_id), missed, due)
        .where(
            col(Appointment.organization_id) == actor.organization_id,
            col(Appointment.patient_id).in_(patient_ids),
            col(Appointment.starts_at) >= looked_at_since(now()),
            col(Appointment.status).in_(COUNTED),
        )
        .group_by(col(Appointment.patient_id))
    )
    return {patient: Attendance(*counts) for patient, *counts in found}
