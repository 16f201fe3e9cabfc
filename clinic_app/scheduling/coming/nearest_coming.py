"""Where a visit could go with all of its coming, around a time at which not all of it fits."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.coming.list_coming import list_coming, parts_of
from clinic_app.scheduling.coming.nearest_chain import nearest_chain
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.zone.distance_rules import Distance


async def nearest_coming(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    start: datetime,
    practitioner_id: PractitionerId | None = None,
) -> tuple[FreeSlot, ...]:
    """Return the nearest times for this visit at which its whole coming fits as it stands now.

    start: where it was asked to go. practitioner_id: who shall give it then, None for who does.
    Nothing for a visit that stands alone.
    """
    require(actor, Permission.APPOINTMENT_READ)
    zone_name = actor.time_zone
    coming = await list_coming(session, actor, appointment_id=appointment_id)
    if len(coming) < 2:
        return ()
    own = next(one for one in coming if one.visit_id == appointment_id)
    parts = [
        replace(part, practitioner_id=practitioner_id or part.practitioner_id)
        if part.moving == appointment_id
        else part
        for part in parts_of(coming, zone_name)
    ]
    who, first = practitioner_id or own.practitioner_id, coming[0].start
    earlier = Distance.between(own.start, first, zone_name)
    later = Distance.between(first, own.start, zone_name)
    wanted = earlier.after(start_instant(start, zone_name), zone_name)
    found = await nearest_chain(
        session, actor, parts=parts, start=wanted, patient_id=own.patient_id
    )
    starts = [later.after(slot.start, zone_name) for slot in found if slot.start != first]
    lasts = own.end - own.start
    return tuple(FreeSlot(begins, begins + lasts, (who,)) for begins in starts)
