"""A group's whole session will not take place."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.tags import Tag
from clinic_app.kit.ids import AppointmentId, GroupId
from clinic_app.kit.text import one_line
from clinic_app.scheduling.assistants.keep_assistants import assistants_in
from clinic_app.scheduling.errors import IllegalMove, ReasonMissing
from clinic_app.scheduling.groups.lock_group import lock_group, withdraw_seats
from clinic_app.scheduling.groups.seats import give_up
from clinic_app.scheduling.states import MOVABLE, Status
from clinic_app.scheduling.visit.step_visit import write_step
from clinic_app.scheduling.waiting.free_time import Freed, free_spans


async def cancel_group(
    session: AsyncSession,
    actor: Actor,
    *,
    group_id: GroupId,
    reason: str,
    version: int | None = None,
) -> tuple[AppointmentId, ...]:
    """Cancel the visits of all who come, each with the reason, and free the time.

    version: what `get_group` told. Returns the cancelled visits. Raises as `lock_group` does, and
    IllegalMove when somebody has arrived already.
    """
    require(actor, Permission.APPOINTMENT_DELETE)
    why = one_line(reason, field="reason", label="The reason", most=300, required=False)
    if not why:
        raise ReasonMissing
    group, visits, offers = await lock_group(session, actor, group_id, version)
    if any(one.status not in MOVABLE for one in visits):
        raise IllegalMove("Somebody of this session has arrived already, so it takes place.")
    for visit in visits:
        await give_up(session, actor, visit.id)
    people = (group.practitioner_id, *await assistants_in(session, actor, group.id))
    # Once: it is one time, however many would have come.
    freed = [Freed(who, group.starts_at, group.ends_at) for who in people]
    await free_spans(session, actor, freed)
    for visit in visits:  # last, as it takes the clinic's chain until the commit
        await write_step(
            *(session, actor, visit, Status.CANCELLED), reason=why, tag=Tag.APPOINTMENT_CANCEL
        )
    await withdraw_seats(session, actor, offers)
    return tuple(AppointmentId(visit.id) for visit in visits)
