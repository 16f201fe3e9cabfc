"""Do what was chosen for a visit that must be moved."""

from typing import Any

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.assistants.replace_assistant import replace_assistant
from clinic_app.scheduling.groups.move_group import move_group
from clinic_app.scheduling.to_move.move_choices import MoveChoice
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.stand_again import Before, find_before


async def take_choice(
    actor: Actor,
    choice: MoveChoice,
    *,
    appointment_id: AppointmentId,
    version: int,
    gone: PractitionerId,
) -> Before:
    """Move a visit or its session there, or let that one assist; return where it stood."""
    require(actor, Permission.APPOINTMENT_WRITE)
    visit: dict[str, Any] = {"appointment_id": appointment_id, "version": version}
    before = await look(actor, find_before, **visit)
    goes: dict[str, Any] = {"start": choice.start, "practitioner_id": choice.practitioner_id}
    if choice.assists:
        by = choice.practitioner_id
        since = await perform(actor, replace_assistant, **visit, gone=gone, by=by)
    elif before.group_id:
        group: dict[str, Any] = {"group_id": before.group_id, "version": before.version}
        since = (await perform(actor, move_group, **group, **goes)).version
    else:
        since = (await perform(actor, reschedule_appointment, **visit, **goes)).version
    return before._replace(version=since)
