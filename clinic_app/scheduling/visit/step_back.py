"""A wrong click: the last step of a visit's life is taken back."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.states import RELEASED, STATUS_NAMES, Status, state_before
from clinic_app.scheduling.visit.retake_time import retake_time
from clinic_app.scheduling.visit.step_visit import free_what_it_takes, lock_visit, write_step


async def step_back(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None = None,
    step: Status | None = None,
) -> Status:
    """Bring a visit to the state it had before its last step, and return that state.

    A cancelled visit, or one that nobody came to, takes its time again or is refused; a ticket
    stays with its visit. step: the step that is meant, refused when another followed.
    Raises IllegalMove, ChangedMeanwhile, and what stands against a time that was given away.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, version)
    status = Status(visit.status)
    if step is not None and status != step:
        raise IllegalMove(
            f"This visit is marked “{STATUS_NAMES[status]}” by now; nothing was undone."
        )
    to = state_before(status, await _came_from(session, actor, visit))
    if to is None:
        raise IllegalMove("This visit has taken no step that could be taken back.")
    if status in RELEASED:
        _require_not_over(visit)
        await retake_time(session, actor, visit, despite_rules=status == Status.NO_SHOW)
    elif to in RELEASED:
        await free_what_it_takes(session, actor, visit)
    await write_step(session, actor, visit, to, kind="undone")
    return to


async def _came_from(session: AsyncSession, actor: Actor, visit: Appointment) -> str:
    """Return the state from which a visit last came to where it stands."""
    query = (
        select(col(AppointmentEvent.from_status))
        .where(
            col(AppointmentEvent.organization_id) == actor.organization_id,
            col(AppointmentEvent.appointment_id) == visit.id,
            col(AppointmentEvent.kind) == "status",
            col(AppointmentEvent.to_status) == visit.status,
        )
        .order_by(col(AppointmentEvent.created_at).desc(), col(AppointmentEvent.id).desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none() or ""


def _require_not_over(visit: Appointment) -> None:
    if visit.status == Status.CANCELLED and visit.ends_at <= now():
        raise IllegalMove("This visit's time is over. Please book a new one.")
