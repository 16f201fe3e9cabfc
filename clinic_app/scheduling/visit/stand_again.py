"""A visit that was given to somebody else stands again as it did, with who is away."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find
from clinic_app.kit.errors import ChangedMeanwhile
from clinic_app.kit.ids import AppointmentId, GroupId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.staffing import Staffed, staff
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.groups.lock_group import lock_visits_of, require_seen
from clinic_app.scheduling.groups.move_group import move_group
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.get_place import Place, get_group_place, get_place
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.step_visit import lock_visit, write_step

# As if it had never been away: what a new week leaves without hours is told by what was taken
# before it was set.
_AS_OLD_AS_THE_VISIT = text("""
    UPDATE reservation SET created_at = least(created_at, CAST(:booked AS timestamptz))
    WHERE organization_id = :organization AND released_at IS NULL
        AND (appointment_id = :visit OR session_id = CAST(:session AS uuid))
""")


class Before(NamedTuple):
    """Where a visit or a group's session stood before a deed, and the version it has since."""

    appointment_id: AppointmentId  # of a session, of one who comes
    version: int
    place: Place
    group_id: GroupId | None = None
    inside: frozenset[str] = frozenset()  # the visits whose patients were seen


async def find_before(
    session: AsyncSession, actor: Actor, *, appointment_id: AppointmentId, version: int
) -> Before:
    """Return where a visit stands with the version it has; of a seat, where all the session does.

    version: what the person saw of the visit. Raises ChangedMeanwhile.
    """
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    if visit.version != version:
        raise ChangedMeanwhile("Somebody just changed this visit. Please look again.")
    if visit.session_id is None:
        place = await get_place(session, actor, appointment_id=appointment_id)
        inside = {str(visit.id)} if visit.status == Status.IN_VISIT else ()
        return Before(appointment_id, version, place, inside=frozenset(inside))
    group_id = GroupId(visit.session_id)
    group = await get_group(session, actor, group_id=group_id)
    place = await get_group_place(session, actor, group_id=group_id)
    return Before(
        appointment_id,
        group.version,
        replace(place, outside_hours=visit.outside_hours),
        group_id,
        frozenset(one.visit_id for one in group.patients if one.status == Status.IN_VISIT),
    )


async def stand_again(session: AsyncSession, actor: Actor, *, before: Before) -> None:
    """Undo what gave a visit to somebody else: it is one of those to be moved again.

    Hours and rules do not hold, as it stood there a moment ago; who goes against them needs the
    right to. Raises ChangedMeanwhile, and what stands against a time that was given away.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    if before.group_id:
        back = await _session_back(session, actor, before.group_id, before)
    else:
        back = [await _visit_back(session, actor, before)]
    for one in back:
        one.outside_hours = before.place.outside_hours
        if str(one.id) in before.inside and one.status == Status.CHECKED_IN:
            await write_step(session, actor, one, Status.IN_VISIT, kind="undone")
    values = {"organization": actor.organization_id, "booked": back[0].created_at}
    values |= {"visit": back[0].id, "session": before.group_id}
    await session.execute(_AS_OLD_AS_THE_VISIT, values)


async def _session_back(
    session: AsyncSession, actor: Actor, group_id: GroupId, before: Before
) -> Sequence[Appointment]:
    visits = await lock_visits_of(session, actor, group_id)
    require_seen(visits, before.version)
    place, stands = before.place, await get_group_place(session, actor, group_id=group_id)
    helpers = place.assistants or {}
    if replace(place, assistants=None, outside_hours=False) == replace(stands, assistants=None):
        waived = waive(actor, outside_hours=True, despite_rules=True)
        await staff(session, actor, Staffed(Owner(session_id=group_id), visits), helpers, waived)
        return visits
    await move_group(
        *(session, actor),
        group_id=group_id,
        start=place.start,
        minutes=place.minutes,
        practitioner_id=place.practitioner_id,
        room_id=place.room_id,
        assistants=helpers,
        outside_hours=True,
        despite_rules=True,
        goes_back=True,
    )
    return visits


async def _visit_back(session: AsyncSession, actor: Actor, before: Before) -> Appointment:
    place = before.place
    visit = await lock_visit(session, actor, before.appointment_id, before.version)
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
    return visit
