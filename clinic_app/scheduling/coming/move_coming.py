"""Move the services of one coming together: each by as much as the one that is moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.coming.move_visits import Goal, Move, move_visits, plan_move
from clinic_app.scheduling.errors import SOFT, SeriesBlocked
from clinic_app.scheduling.overrides import NOT_WAIVED, Waived
from clinic_app.scheduling.series.series_rows import Scope, SeriesChanged
from clinic_app.scheduling.series.series_scope import Member, lock_scope, stood
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.wall_words import clock, day_and_clock
from clinic_app.scheduling.zone.distance_rules import Distance


@dataclass(frozen=True, slots=True)
class Goes:
    """Where the one goes, and what else of it changes; the others go along in time alone."""

    start: datetime
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    minutes: int | None = None
    waived: Waived = NOT_WAIVED  # rules: of all of them, as are the hours then
    as_of: datetime | None = None  # when notice and horizon are judged


async def move_coming(
    session: AsyncSession, actor: Actor, visit: Appointment, goes: Goes, *, leave_clashing: bool
) -> SeriesChanged:
    """Move a locked visit and the other services of its coming; part of `move_series`.

    Raises SeriesBlocked with each that cannot be, unless those shall be left.
    """
    start, zone_name = start_instant(goes.start, actor.time_zone), actor.time_zone
    by = Distance.between(visit.starts_at, start, zone_name)
    members = await lock_scope(session, actor, visit, Scope.COMING)
    moving = [one for one in members if start != visit.starts_at or one.id == visit.id]
    # The last goes first when they go later, as if one by one: so they are brought back.
    moving.sort(key=lambda one: one.starts_at, reverse=start > visit.starts_at)
    goals = {one.id: _goal(one, visit, by.after(one.starts_at, zone_name), goes) for one in moving}
    tried = await _plan_each(session, actor, moving, goals)
    if tried.clashes and not leave_clashing:
        raise SeriesBlocked(tried.clashes, what="service", soft=tried.soft)
    moved = await move_visits(session, actor, tried.moves)
    by_id = {one.id: one for one in moving}
    was = [stood(by_id[one.appointment_id], one.version) for one in moved]
    return SeriesChanged(len(was), tried.clashes, stood=tuple(was))


class _Tried(NamedTuple):
    """What can be moved, what cannot in words, and whether only rules stand against some."""

    moves: list[Move]
    clashes: tuple[str, ...] = ()
    soft: bool = False


async def _plan_each(
    session: AsyncSession,
    actor: Actor,
    moving: Sequence[Member],
    goals: Mapping[AppointmentId, Goal],
) -> _Tried:
    """Plan all that can go; what stays is in the way of the others, so they are planned again."""
    aside, moves = [one.id for one in moving], list[Move]()
    clashes: list[tuple[datetime, str]] = []
    soft, zone_name = False, actor.time_zone
    days = {to_wall(goals[one].start, zone_name).date() for one in aside}
    words = clock if len(days) == 1 else day_and_clock
    for one in aside:
        try:
            moves.append(await plan_move(session, actor, goals[one], aside))
        except ClinicError as refusal:
            soft |= isinstance(refusal, SOFT)
            start = goals[one].start
            clashes.append((start, f"{words(to_wall(start, zone_name))}: {refusal.message}"))
    if not clashes:
        return _Tried(moves)
    left = {move.visit.id for move in moves}
    rest = await _plan_each(session, actor, [one for one in moving if one.id in left], goals)
    told = tuple(said for _, said in sorted(clashes))
    return _Tried(rest.moves, (*told, *rest.clashes), soft or rest.soft)


def _goal(member: Member, visit: Appointment, start: datetime, goes: Goes) -> Goal:
    """Return where a service goes: in time as far as the one that is moved."""
    rules = goes.waived.rules
    if visit.id != member.id:
        waived = Waived(rules or member.outside_hours, rules)
        return Goal(member.id, start, waived=waived, as_of=goes.as_of)
    return Goal(
        member.id,
        start,
        goes.practitioner_id,
        goes.room_id,
        goes.minutes,
        waived=goes.waived,
        as_of=goes.as_of,
    )
