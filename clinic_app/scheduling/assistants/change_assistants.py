"""Let others take part in a visit that stands, or leave it."""

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.assistants.staffing import Staffed, staff
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.states import RELEASED
from clinic_app.scheduling.visit.step_visit import lock_visit


async def change_assistants(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    assistants: Assistants,
    outside_hours: bool = False,
    despite_rules: bool = False,
) -> None:
    """Let exactly these assist from now on, whatever the service asks for.

    Each who is new, or in another part than before, has to be free and at work for it.
    outside_hours, despite_rules: or off work, or over their visits of that day, by a right of
    its own; the visit is marked. Raises SlotTaken, DayFull or NotWorking by name, NotOffered,
    NotFound, Invalid for a part that is none of the visit, and IllegalMove for a visit that is
    over. Of a group's visit, see `change_group_assistants`.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules)
    visit = await lock_visit(session, actor, appointment_id, version)
    if visit.session_id is not None and visit.status not in RELEASED:
        raise NotOffered("Who assists is said of the whole session.", field="assistants")
    staffed = Staffed(Owner(appointment_id=visit.id), [visit])
    await staff(session, actor, staffed, assistants, waived)
