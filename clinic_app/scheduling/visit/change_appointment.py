"""Change what is named of a visit: when, how long, with whom, where, and what the desk was told."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.change_assistants import change_assistants
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.booking.reserve import booked
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.visit.edit_note import edit_note
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.step_visit import lock_visit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a visit shall stand; None leaves it as it is."""

    start: datetime | None = None
    minutes: int | None = None
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    assistants: Assistants | None = None

    def moves(self, visit: Appointment, begins: datetime) -> bool:
        """Tell whether anything of it is not so already."""
        lasts = int((visit.ends_at - visit.starts_at).total_seconds()) // 60
        return (
            begins != visit.starts_at
            or self.minutes not in {None, lasts}
            or self.practitioner_id not in {None, visit.practitioner_id}
            or self.room_id not in {None, visit.room_id}
        )


async def change_appointment(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int | None,
    wanted: Wanted,
    note: str | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    overbook: bool = False,
) -> Booked:
    """Move a visit, change its note, or both, and say what it takes; all of it or nothing.

    What is as it is wanted leaves no trace, so the same change may be sent again.
    Raises what `reschedule_appointment` and `edit_note` raise.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await lock_visit(session, actor, appointment_id, version)
    named = wanted.start
    begins = start_instant(named, actor.time_zone) if named else visit.starts_at
    if wanted.moves(visit, begins):
        await reschedule_appointment(
            *(session, actor),
            appointment_id=appointment_id,
            version=None,
            start=begins,
            minutes=wanted.minutes,
            practitioner_id=wanted.practitioner_id,
            room_id=wanted.room_id,
            assistants=wanted.assistants,
            outside_hours=outside_hours,
            despite_rules=despite_rules,
            overbook=overbook,
        )
    elif wanted.assistants is not None:
        await change_assistants(
            *(session, actor),
            appointment_id=appointment_id,
            version=None,
            assistants=wanted.assistants,
            outside_hours=outside_hours,
            despite_rules=despite_rules,
        )
    if note is not None:
        await edit_note(session, actor, appointment_id=appointment_id, version=None, note=note)
    return booked(visit)
