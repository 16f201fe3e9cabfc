"""Move the services of one coming together: each by as much as the one that is moved."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.errors import SOFT, SeriesBlocked
from clinic_app.scheduling.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.series_rows import Scope, SeriesChanged, Stood
from clinic_app.scheduling.series_scope import Member, lock_scope, stood
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.wall_words import clock


@dataclass(frozen=True, slots=True)
class Goes:
    """Where the one goes, and what else of it changes; the others go along in time alone."""

    start: datetime
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    minutes: int | None = None
    outside_hours: bool = False
    despite_rules: bool = False  # of all of them, as are the hours then


async def move_coming(
    session: AsyncSession, actor: Actor, visit: Appointment, goes: Goes, *, leave_clashing: bool
) -> SeriesChanged:
    """Move a locked visit and the other services of its coming; part of `move_series`.

    Raises SeriesBlocked with each that cannot be, unless those shall be left.
    """
    by = start_instant(goes.start, actor.time_zone) - visit.starts_at
    members = await lock_scope(session, actor, visit, Scope.COMING)
    moving = [one for one in members if by or one.id == visit.id]
    clashes: list[str] = []
    soft = False
    moved: list[Stood] = []
    # The last goes first when they go later: each makes room for the one before it.
    for member in sorted(moving, key=lambda one: one.starts_at, reverse=by > timedelta()):
        own = AppointmentId(visit.id) == member.id
        try:
            async with session.begin_nested():
                moved.append(await _move(session, actor, member, by, goes, own=own))
        except ClinicError as refusal:
            soft |= isinstance(refusal, SOFT)
            at = clock(to_wall(member.starts_at + by, actor.time_zone))
            clashes.append(f"{at}: {refusal.message}")
    if clashes and not leave_clashing:
        raise SeriesBlocked(tuple(clashes), what="service", soft=soft)
    return SeriesChanged(len(moved), tuple(clashes), stood=tuple(moved))


async def _move(
    session: AsyncSession, actor: Actor, member: Member, by: timedelta, goes: Goes, *, own: bool
) -> Stood:
    outside = goes.outside_hours if own else goes.despite_rules or member.outside_hours
    got = await reschedule_appointment(
        session,
        actor,
        appointment_id=member.id,
        version=None,
        start=member.starts_at + by,
        practitioner_id=goes.practitioner_id if own else None,
        room_id=goes.room_id if own else None,
        minutes=goes.minutes if own else None,
        outside_hours=outside,
        despite_rules=goes.despite_rules,
    )
    return stood(member, got.version)
