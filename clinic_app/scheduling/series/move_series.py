"""Move a visit of a series, and with it those after it, or all that are to come."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId, RoomId
from clinic_app.kit.zones import to_instant, to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.coming.move_coming import Goes, move_coming
from clinic_app.scheduling.errors import SOFT, SeriesBlocked
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.holding.holds import take_over
from clinic_app.scheduling.holding.own_hold import held_since
from clinic_app.scheduling.overrides import Waived, waive
from clinic_app.scheduling.series.series_rows import Scope, SeriesChanged, Stood
from clinic_app.scheduling.series.series_rules import shifted
from clinic_app.scheduling.series.series_scope import Member, lock_scope, stood, write_walls
from clinic_app.scheduling.start_rules import require_near
from clinic_app.scheduling.visit.reschedule_appointment import reschedule_appointment
from clinic_app.scheduling.visit.step_visit import lock_visit
from clinic_app.scheduling.wall_words import date_and_clock


@dataclass(frozen=True, slots=True)
class Change:
    """What the whole scope gets: so many days on, at a time, and what else is named."""

    days: int
    at: time | None  # None: each stays at its time
    practitioner_id: PractitionerId | None
    room_id: RoomId | None
    minutes: int | None
    waived: Waived
    as_of: datetime | None  # when notice and horizon are judged

    def wall(self, member: Member) -> datetime:
        """Return where the series has a visit afterwards."""
        if self.at is None:
            return member.series_wall
        return shifted(member.series_wall, days=self.days, at=self.at)

    def goes_to(self, member: Member) -> datetime:
        """Return where the visit itself goes."""
        return member.wall if self.at is None else self.wall(member)

    def is_for(self, member: Member) -> bool:
        """Tell whether anything of the visit changes."""
        return (
            self.goes_to(member) != member.wall
            or self.room_id not in {None, member.room_id}
            or self.practitioner_id not in {None, member.practitioner_id}
            or self.minutes not in {None, member.minutes}
        )


async def move_series(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    scope: Scope,
    start: datetime | None = None,
    version: int | None = None,
    hold_id: HoldId | None = None,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    minutes: int | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    leave_clashing: bool = False,
) -> SeriesChanged:
    """Move the visits of a scope as far as this one is moved, in the clinic's wall time.

    start: where this visit goes; None, or where it stands, and none changes its time.
    practitioner, room, minutes: for all of them, None as each has it. Each keeps its identity,
    number and history; one that was moved on its own stays where it is. Raises SeriesBlocked
    with every date that cannot be, unless those shall be left. outside_hours, despite_rules: as
    in `book_appointment`, for each of them. hold_id: one's own hold of the time, given back for
    the move in the same transaction; one visit goes to whom it holds where nobody is named.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules)
    hold = await take_over(session, actor, hold_id, start=start)
    visit = await lock_visit(session, actor, appointment_id, version, scope=scope)
    start = start or visit.starts_at
    require_near(start)
    if scope == Scope.ONE and hold is not None:  # moved to anybody, it goes to whom was found
        practitioner_id = practitioner_id or PractitionerId(hold.practitioner_id)
    how = (waived, held_since(hold))
    if scope == Scope.COMING:
        goes = Goes(start, practitioner_id, room_id, minutes, *how)
        return await move_coming(session, actor, visit, goes, leave_clashing=leave_clashing)
    days, at = _shift(actor, visit, start)
    change = Change(days, at, practitioner_id, room_id, minutes, *how)
    members = await lock_scope(session, actor, visit, scope)
    if scope == Scope.ONE or visit.series_id is None or len(members) < 2:
        moved = await _move(session, actor, appointment_id, start, change, told=True)
        return SeriesChanged(1, (), stood=tuple(stood(one, moved.version) for one in members))
    moving = [one for one in members if one.id == visit.id or change.at is None or not one.alone]
    tried = await _try_each(session, actor, _in_order(moving, change), change)
    if tried.clashes and not leave_clashing:
        raise SeriesBlocked(tried.clashes, soft=tried.soft)
    await write_walls(session, actor, {one.id: change.wall(one) for one in members})
    changed = len(moving) - len(tried.clashes)
    await _tell(session, actor, visit, scope, changed)
    alone = [_stays(one) for one in members if one not in moving]
    return SeriesChanged(changed, (*tried.clashes, *alone), stood=tried.stood)


def _shift(actor: Actor, visit: Appointment, start: datetime) -> tuple[int, time | None]:
    """Return by how many days and to which time a visit goes. One that stays moves no other."""
    wall = start if start.tzinfo is None else to_wall(start, actor.time_zone)
    stands = to_wall(visit.starts_at, actor.time_zone)
    days = (wall.date() - (visit.series_wall or stands).date()).days
    return days, None if wall == stands else wall.time()


def _in_order(moving: list[Member], change: Change) -> list[Member]:
    """Begin with the last when they go later: each makes room for the one behind it."""
    later = change.goes_to(moving[0]) > moving[0].wall
    return sorted(moving, key=lambda one: one.wall, reverse=later)


class _Tried(NamedTuple):
    """What could not be moved, in words, and where those that were moved stood."""

    clashes: tuple[str, ...]
    soft: bool  # whether some clash with the clinic's own rules alone
    stood: tuple[Stood, ...]


async def _try_each(
    session: AsyncSession, actor: Actor, moving: list[Member], change: Change
) -> _Tried:
    """Move what can be moved."""
    clashes: list[tuple[datetime, str]] = []
    soft = False
    moved: list[Stood] = []
    for member in moving:
        if not change.is_for(member):
            continue
        wall = change.goes_to(member)
        try:
            async with session.begin_nested():
                # An instant where it stays, so that an hour that comes twice is no question.
                stays = wall == member.wall
                start = member.starts_at if stays else to_instant(wall, actor.time_zone)
                got = await _move(session, actor, member.id, start, change, told=False)
                moved.append(stood(member, got.version))
        except ClinicError as refusal:
            soft |= isinstance(refusal, SOFT)
            clashes.append((wall, f"{date_and_clock(wall)}: {refusal.message}"))
    return _Tried(tuple(words for _, words in sorted(clashes)), soft, tuple(moved))


async def _move(
    session: AsyncSession,
    actor: Actor,
    appointment_id: AppointmentId,
    start: datetime,
    change: Change,
    *,
    told: bool,
) -> Booked:
    return await reschedule_appointment(
        session,
        actor,
        appointment_id=appointment_id,
        version=None,
        start=start,
        practitioner_id=change.practitioner_id,
        room_id=change.room_id,
        minutes=change.minutes,
        outside_hours=change.waived.hours,
        despite_rules=change.waived.rules,
        as_of=change.as_of,
        told=told,
    )


def _stays(member: Member) -> str:
    return f"{date_and_clock(member.wall)}: was moved on its own before and stays."


async def _tell(
    session: AsyncSession, actor: Actor, visit: Appointment, scope: Scope, moved: int
) -> None:
    await announce(session, actor.organization_id, Topic.CALENDAR)
    await record(
        session,
        actor,
        Tag.SERIES_MOVE,
        subject_id=visit.series_id,
        patient_id=visit.patient_id,
        from_visit=str(visit.id),
        scope=scope,
        visits=moved,
    )
