"""Let others take part in a group's session that stands, or leave it: for all who come."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import GroupId
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.assistants.staffing import Staffed, staff
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.groups.group_rows import GroupMoved, group_version
from clinic_app.scheduling.groups.lock_group import lock_visits_of, require_seen
from clinic_app.scheduling.overrides import waive


async def change_group_assistants(
    session: AsyncSession,
    actor: Actor,
    *,
    group_id: GroupId,
    assistants: Assistants,
    version: int | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
) -> GroupMoved:
    """Let exactly these assist in a session from now on, whatever its service asks for.

    version: what `get_group` told. The rest, and what it raises, as in `change_assistants`.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules)
    visits = await lock_visits_of(session, actor, group_id)
    if not visits:
        raise NotFound("The session")
    require_seen(visits, version)
    staffed = Staffed(Owner(session_id=group_id), visits)
    await staff(session, actor, staffed, assistants, waived)
    return GroupMoved(len(visits), group_version((one.id, one.version) for one in visits))
