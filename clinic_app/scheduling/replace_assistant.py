"""Let somebody assist in a visit instead of somebody else."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import ChangedMeanwhile
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.change_assistants import change_assistants
from clinic_app.scheduling.keep_assistants import assistants_of


async def replace_assistant(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    gone: PractitionerId,
    by: PractitionerId,
) -> None:
    """Take one who is free in the part of one who assists; everybody else stays.

    Raises what `change_assistants` raises, and ChangedMeanwhile when that one assists no more.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    team = await assistants_of(session, actor, appointment_id)
    if gone not in team:
        raise ChangedMeanwhile("Somebody just changed who assists. Please look again.")
    await change_assistants(
        *(session, actor),
        appointment_id=appointment_id,
        version=version,
        assistants={by if one == gone else one: part for one, part in team.items()},
    )
