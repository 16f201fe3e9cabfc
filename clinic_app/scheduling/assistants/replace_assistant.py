"""Let somebody assist in a visit, or in its group's session, instead of somebody else."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import scoped
from clinic_app.kit.errors import ChangedMeanwhile
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import assistants_in
from clinic_app.scheduling.assistants.staffing import Staffed, staff
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.groups.lock_group import lock_visits_of
from clinic_app.scheduling.overrides import NOT_WAIVED
from clinic_app.scheduling.visit.step_visit import lock_visit


async def replace_assistant(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    gone: PractitionerId,
    by: PractitionerId,
) -> int:
    """Take one who is free in the part of one who assists; everybody else stays.

    Returns the version that the visit, or its group's session, has now. Raises what
    `change_assistants` raises, and ChangedMeanwhile when that one assists no more.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    staffed = await lock_staffed(session, actor, appointment_id, version)
    team = await assistants_in(session, actor, staffed.id)
    if gone not in team:
        raise ChangedMeanwhile("Somebody just changed who assists. Please look again.")
    others = {by if one == gone else one: part for one, part in team.items()}
    await staff(session, actor, staffed, others, NOT_WAIVED)
    return staffed.version


async def lock_staffed(
    session: AsyncSession, actor: Actor, appointment_id: AppointmentId, version: int | None
) -> Staffed:
    """Return a visit, locked, or the session in which it has a seat."""
    query = scoped(Appointment, actor).where(col(Appointment.id) == appointment_id)
    found = await session.execute(query.with_only_columns(col(Appointment.session_id)))
    group_id = found.scalar_one_or_none()
    if group_id is None:
        visit = await lock_visit(session, actor, appointment_id, version)
        return Staffed(Owner(appointment_id=visit.id), [visit])
    visits = await lock_visits_of(session, actor, group_id)
    seen = next((one for one in visits if one.id == appointment_id), None)
    if seen is None or version not in {None, seen.version}:
        raise ChangedMeanwhile("Somebody just changed this visit. Please look again.")
    return Staffed(Owner(session_id=group_id), visits)
