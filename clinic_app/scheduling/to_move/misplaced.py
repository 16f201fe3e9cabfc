"""Coming visits whose practitioner will not be at work: found in one statement, judged purely."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.free_times.slot_facts import REACH, instant
from clinic_app.scheduling.free_times.slot_rules import Span, covers, overlapping
from clinic_app.scheduling.hours.date_facts import read_dates, read_holidays, read_weeks
from clinic_app.scheduling.hours.worked_days import Worked, worked_days
from clinic_app.scheduling.start_rules import FARTHEST
from clinic_app.scheduling.to_move.misplaced_sql import VISITS_IN_SPAN, VISITS_SET_ACROSS

_MOST = 3000  # candidates looked at; of one clinic at one time
TIME_OFF = "Time off"
AFTER_HOURS = "Outside working hours"


@dataclass(frozen=True, slots=True)
class MisplacedVisit:
    """A visit that cannot be given as it is booked, and why. Wall times of the clinic.

    A group's session is one, for all who come: the visit of one of them stands for it.
    """

    id: str
    practitioner_id: str
    practitioner: str
    patient: str
    service: str
    start: str  # 2026-11-20T09:15
    end: str
    why: str  # “Time off”, “Closed: Thanksgiving”, “Break”, “Outside working hours”
    version: int
    assists: bool  # the practitioner, whom somebody else could replace
    since: str = ""  # when the patient is here, or is seen: 2026-11-20T09:05
    inside: bool = False  # they are seen
    comes: int = 0  # how many come to a session; 0 for a visit


async def misplaced_in(
    session: AsyncSession,
    actor: Actor,
    *,
    since: datetime,
    until: datetime,
    practitioner_id: PractitionerId | None = None,
) -> tuple[MisplacedVisit, ...]:
    """Return the visits between two instants that are misplaced, of one practitioner or all.

    What is over is never among them. Who is here comes first, of all others the earliest.
    """
    values = {"until": until, "practitioner": practitioner_id}
    span = (max(since, now()), until)
    return await _judged(session, actor, VISITS_IN_SPAN, span, values)


async def all_misplaced(session: AsyncSession, actor: Actor) -> tuple[MisplacedVisit, ...]:
    """Return every coming visit that something was set across, in the order of `misplaced_in`."""
    span = (now(), now() + FARTHEST)
    return await _judged(session, actor, VISITS_SET_ACROSS, span, {"zone": actor.time_zone})


def on_dates(visits: Iterable[MisplacedVisit], days: Iterable[date]) -> tuple[MisplacedVisit, ...]:
    """Return those of the visits that begin on one of some dates."""
    wanted = {day.isoformat() for day in days}
    return tuple(visit for visit in visits if visit.start[:10] in wanted)


async def _judged(
    session: AsyncSession,
    actor: Actor,
    statement: TextClause,
    span: tuple[datetime, datetime],
    values: Mapping[str, object],
) -> tuple[MisplacedVisit, ...]:
    since, until = span
    bounds = {
        "organization": actor.organization_id,
        "now": now(),
        "today": day_bounds(to_wall(now(), actor.time_zone).date(), actor.time_zone)[0],
        "since": since,
        "begin": since,
        "end": until + REACH,
        "first_day": to_wall(since, actor.time_zone).date() - timedelta(days=1),
        "last_day": to_wall(until, actor.time_zone).date() + timedelta(days=1),
        "most": _MOST,
    }
    row: Any = (await session.execute(statement, {**bounds, **values})).one()
    found = _misplaced(row, actor.time_zone)
    return tuple(sorted(found, key=lambda one: (not one.since, one.since)))


def _misplaced(row: Any, zone_name: str) -> Iterator[MisplacedVisit]:  # noqa: ANN401  # a result row
    visits, begins, hours, off, dates, holidays = row
    weeks_of, dates_of = read_weeks(begins, hours), read_dates(dates)
    for visit_id, who, begin, end, starts, ends, patient, service, name, *rest in visits or ():
        days = _days((begin, end), zone_name)
        closed = read_holidays(holidays, days)
        own = weeks_of.get(who, {}), dates_of.get(who, {})
        worked = worked_days(*own, closed, days, zone_name)
        away = [(each[1], each[2]) for each in off or () if each[0] == who]
        version, assists, since, inside, comes = rest
        gone = why_gone(away, int(now().timestamp()), since, begin, inside=inside)
        why = gone if inside else why_misplaced(worked, away, (begin, end)) or gone
        if why:
            yield MisplacedVisit(
                id=visit_id,
                practitioner_id=who,
                practitioner=name,
                patient=_with_others(patient, comes),
                service=service,
                start=_wall(starts, zone_name),
                end=_wall(ends, zone_name),
                why=why,
                version=version,
                assists=assists,
                since=_wall(since, zone_name) if since else "",
                inside=inside,
                comes=comes,
            )


def _with_others(patient: str, comes: int) -> str:
    """Return “Sofia Marín and 4 others” where one stands for all who come to a session."""
    return f"{patient} and {comes - 1} other{'s' * (comes > 2)}" if comes > 1 else patient


def why_misplaced(worked: Worked, away: Sequence[Span], visit: Span) -> str:
    """Return why somebody cannot give a visit then, "" when they can."""
    if overlapping(away, visit):
        return TIME_OFF
    if covers(worked.work, visit):
        return ""
    met = (why for begin, end, why in worked.why_off if begin < visit[1] and end > visit[0])
    return next(met, AFTER_HOURS)


def why_gone(
    away: Sequence[Span], moment: int, since: int | None, begins: int, *, inside: bool
) -> str:
    """Return why somebody is not with a patient who is here now, "" when they can be.

    since: when the patient came, None who did not; inside: they are seen already.
    """
    wanted = inside or (since is not None and begins <= moment)
    return TIME_OFF if wanted and overlapping(away, (moment, moment + 1)) else ""


def _days(visit: Span, zone_name: str) -> list[date]:
    first, last = (to_wall(instant(each), zone_name).date() for each in visit)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _wall(seconds: int, zone_name: str) -> str:
    return to_wall(instant(seconds), zone_name).isoformat(timespec="minutes")
