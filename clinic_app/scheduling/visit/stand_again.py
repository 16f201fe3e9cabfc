"""A visit that was given to somebody else stands again as it did, with who is away."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import assistants_of
from clinic_app.scheduling.assistants.replace_assistant import lock_staffed
from clinic_app.scheduling.assistants.staffing import staff
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.visit.get_place import Place, get_place
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment

# As if it had never been away: what a new week leaves without hours is told by what was taken
# before it was set.
_AS_OLD_AS_THE_VISIT = text("""
    UPDATE reservation SET created_at = least(created_at, CAST(:booked AS timestamptz))
    WHERE organization_id = :organization AND released_at IS NULL
        AND (appointment_id = :visit OR session_id = CAST(:session AS uuid))
""")


class Before(NamedTuple):
    """Where a visit stood before a deed, and the version that it got by that."""

    appointment_id: AppointmentId
    version: int
    place: Place


async def find_before(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    version: int,
    assists: bool,
) -> Before:
    """Return where a visit stands, before a deed that raises its version by one.

    assists: somebody is about to assist instead of somebody, of a group in all of its session.
    """
    place = await get_place(session, actor, appointment_id=appointment_id)
    if assists:
        place = replace(place, assistants=await assistants_of(session, actor, appointment_id))
    return Before(appointment_id, version + 1, place)


async def stand_again(session: AsyncSession, actor: Actor, *, before: Before) -> None:
    """Undo what gave a visit to somebody else: it is one of those to be moved again.

    Hours and rules do not hold, as it stood there a moment ago; who goes against them needs the
    right to. Raises ChangedMeanwhile, and what stands against a time that was given away.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    place = before.place
    staffed = await lock_staffed(session, actor, before.appointment_id, before.version)
    # Nothing is asked again: the verb holds the row.
    visit = await session.get_one(Appointment, (actor.organization_id, before.appointment_id))
    if place.assistants and visit.session_id:
        waived = waive(actor, outside_hours=True, despite_rules=True)
        await staff(session, actor, staffed, place.assistants, waived)
        back = staffed.visits
    else:
        await _move_back(session, actor, before)
        back = [visit]
    for one in back:
        one.outside_hours = place.outside_hours
    values = {"organization": actor.organization_id, "booked": visit.created_at}
    values |= {"visit": visit.id, "session": visit.session_id}
    await session.execute(_AS_OLD_AS_THE_VISIT, values)


async def _move_back(session: AsyncSession, actor: Actor, before: Before) -> None:
    place = before.place
    await reschedule_appointment(
        *(session, actor),
        appointment_id=before.appointment_id,
        version=before.version,
        start=place.start,
        minutes=place.minutes,
        practitioner_id=place.practitioner_id,
        room_id=place.room_id,
        assistants=place.assistants or (),
        outside_hours=True,
        despite_rules=True,
        lane=place.lane,
    )
