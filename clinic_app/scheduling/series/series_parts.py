"""A series whose rule is changed: its visits from one on, and what becomes of each."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.kit.ids import AppointmentId, PractitionerId
from clinic_app.scheduling.appointment_tables import Appointment, AppointmentEvent
from clinic_app.scheduling.assistants.keep_assistants import assistants_of_each
from clinic_app.scheduling.assistants.part_rules import Assisting
from clinic_app.scheduling.errors import IllegalMove
from clinic_app.scheduling.series.series_plan import Deed, Line, SeriesVisit, Wanted, plan_change
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.series.series_rules import Repeat, rule_text, series_walls
from clinic_app.scheduling.series.series_scope import member_of
from clinic_app.scheduling.series_tables import AppointmentSeries, SeriesRule
from clinic_app.scheduling.start_rules import require_near
from clinic_app.scheduling.states import MOVABLE, STATUS_NAMES, Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A series' visits from the first that a change is about, in the order of their dates."""

    series: AppointmentSeries
    first: Appointment
    parts: tuple[SeriesVisit, ...]
    changes: int  # how often its rule was changed before
    seen: str  # differs as soon as anything of it does

    @property
    def assistants(self) -> list[PractitionerId]:
        """Everybody who assists in one of the visits."""
        return sorted({one for part in self.parts for one in part.assistants})


class Gets(NamedTuple):
    """Who takes part in a date's visit, and how long it lasts."""

    practitioner_id: PractitionerId
    minutes: int
    assistants: Assisting


@dataclass(frozen=True, slots=True)
class Planned:
    """A new rule, and what it means for the series."""

    standing: Standing
    rule: str
    walls: tuple[datetime, ...]
    lines: tuple[Line, ...]
    wanted: Wanted

    @property
    def leaving(self) -> set[AppointmentId]:
        """The visits that do not stay as they are."""
        gone = (one for one in self.lines if one.part and (one.takes or one.deed == Deed.CANCEL))
        return {one.member.id for one in gone}

    def gets(self, line: Line) -> Gets:
        """Return who gives a visit and how long; a new one is like the first."""
        part = line.part or self.standing.parts[0]
        return Gets(
            self.wanted.practitioner_id or part.member.practitioner_id,
            self.wanted.minutes or part.member.minutes,
            part.assistants,
        )


async def plan_series(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    scope: Scope,
    start: datetime,
    repeat: Repeat,
    wanted: Wanted | None = None,
    lock: bool = False,
) -> Planned:
    """Return what a rule from a naive wall time on means for the visits of a scope.

    Raises Invalid for a rule that cannot be, and what `load_standing` raises.
    """
    standing = await load_standing(
        session, actor, appointment_id=appointment_id, scope=scope, lock=lock
    )
    require_near(start)
    rule = rule_text(repeat, start.date())
    walls = series_walls(rule, start)
    asked = wanted or Wanted()
    lines = plan_change(standing.parts, walls, asked)
    return Planned(standing, rule, walls, tuple(lines), asked)


async def load_standing(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    scope: Scope,
    lock: bool = False,
) -> Standing:
    """Return what a change from this visit on, or of all to come, is about.

    lock: its visits, for changing them: of two who do, the second sees what the first has done
    (a step more, which the constraint would refuse as well). Raises NotFound,
    Conflict for a visit of no series, and IllegalMove where nothing is left to change.
    """
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    if visit.series_id is None or scope == Scope.ONE:
        raise Conflict("This visit belongs to no series.")
    series = await find(session, actor, AppointmentSeries, visit.series_id)
    visits = await _visits(session, actor, series, lock=lock)
    first = _first(visits, visit, scope)
    noted = await _noted(session, actor, visits)
    begin = member_of(actor, first).series_wall
    alone = [one.id for one in visits if one.session_id is None]  # in a group, the session's
    assisting = await assistants_of_each(session, actor, alone)
    every = [
        replace(_part(actor, one), noted=one.id in noted, assistants=assisting.get(one.id, {}))
        for one in visits
    ]
    parts = tuple(part for part in every if part.member.series_wall >= begin)
    changes = await _changes(session, actor, series)
    return Standing(series, first, parts, changes, _seen(visits, changes))


async def _visits(
    session: AsyncSession, actor: Actor, series: AppointmentSeries, *, lock: bool
) -> list[Appointment]:
    query = scoped(Appointment, actor).where(
        col(Appointment.series_id) == series.id,
        col(Appointment.status) != Status.CANCELLED,
    )
    if lock:  # in the order in which everybody locks several visits
        query = query.order_by(col(Appointment.id)).with_for_update()
    found = (await session.execute(query)).scalars()
    return sorted(found, key=lambda one: (member_of(actor, one).series_wall, one.id))


def _first(visits: list[Appointment], visit: Appointment, scope: Scope) -> Appointment:
    """Return the visit itself, or the first of all that are to come."""
    moment = now()
    ahead = [one for one in visits if one.status in MOVABLE and one.starts_at > moment]
    if scope == Scope.FOLLOWING:
        ahead = [one for one in ahead if one.id == visit.id]
    if not ahead:
        raise IllegalMove("Only visits that are still to come can be changed.")
    return ahead[0]


async def _noted(session: AsyncSession, actor: Actor, visits: list[Appointment]) -> set[object]:
    """Return those on which somebody wrote a note after they were booked."""
    query = select(col(AppointmentEvent.appointment_id)).where(
        col(AppointmentEvent.organization_id) == actor.organization_id,
        col(AppointmentEvent.appointment_id).in_([one.id for one in visits if one.note]),
        col(AppointmentEvent.kind) == "edited",
    )
    return set((await session.execute(query)).scalars())


async def _changes(session: AsyncSession, actor: Actor, series: AppointmentSeries) -> int:
    query = select(func.count(col(SeriesRule.id))).where(
        col(SeriesRule.organization_id) == actor.organization_id,
        col(SeriesRule.series_id) == series.id,
    )
    return (await session.execute(query)).scalar_one()


def _part(actor: Actor, visit: Appointment) -> SeriesVisit:
    member = member_of(actor, visit)
    ahead = visit.status in MOVABLE and visit.starts_at > now()
    stays = ""
    if visit.status not in MOVABLE:
        stays = f"is marked “{STATUS_NAMES[Status(visit.status)]}”"
    elif not ahead:
        stays = "has passed"
    elif member.alone:
        stays = "was moved on its own before"
    return SeriesVisit(member, stays, ahead)


def _seen(visits: list[Appointment], changes: int) -> str:
    marks = [f"{one.id}:{one.version}:{one.series_wall}" for one in visits]
    return sha256(f"{changes} {' '.join(sorted(marks))}".encode()).hexdigest()[:16]
