"""Reads the rows of `slot_sql.py`: first the clinic's set-up, and then what is taken."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.duty_rules import Duty, read_duties
from clinic_app.scheduling.assistants.part_rules import read_part
from clinic_app.scheduling.free_times.slot_facts import HeldSpan, Resource, SlotFacts
from clinic_app.scheduling.free_times.slot_people import DayCounts, Team, Worker, full_days
from clinic_app.scheduling.free_times.slot_rules import Need, Span
from clinic_app.scheduling.free_times.slot_sessions import read_session
from clinic_app.scheduling.hours.date_facts import Json, read_dates, read_holidays, read_weeks
from clinic_app.scheduling.hours.date_rules import DateRule
from clinic_app.scheduling.hours.hours_rules import Week
from clinic_app.scheduling.hours.worked_days import worked_days
from clinic_app.scheduling.limit_rules import Limits, span_of_day


class SetUpRow(NamedTuple):
    """A service and all that its times depend on but what is taken, as PostgreSQL tells it."""

    name: str
    minutes: int
    before: int
    after: int
    needs_room: bool
    archived: bool
    step: int
    one_visit_per_patient: bool
    limits: list[Any]
    givers: Json | None
    rooms: Json | None
    devices: Json | None
    weeks: list[list[str]] | None
    hours: Json | None
    off: Json | None
    dates: Json | None
    holidays: Json | None
    helpers: Json | None
    tells: str
    duties: list[tuple[int, int | None, list[str] | None]] | None
    moved: bool  # those who assist go along
    is_plain: bool  # without assistants and seats
    version: UUID | None


class TakenRow(NamedTuple):
    """What is taken by others: reservations, places under caps, seats."""

    busy: Json | None
    counts: Json | None
    sessions: Json | None


def read_set_up(row: SetUpRow, days: Sequence[date], zone_name: str) -> SlotFacts:
    """Return the facts for a service of which nothing is taken."""
    people = _People.of(row, days, zone_name)
    return SlotFacts(
        service=row.name,
        archived=row.archived,
        need=Need(row.minutes * 60, row.before * 60, row.after * 60),
        needs_room=row.needs_room,
        step=row.step * 60,
        one_visit_per_patient=row.one_visit_per_patient,
        workers=tuple(people.worker(*one) for one in row.givers or ()),
        rooms=_resources(row.rooms) if row.needs_room else (),
        devices=_resources(row.devices),
        limits=Limits.of(*row.limits),
        zone_name=zone_name,
        tells=row.tells,
        team=people.team(row.helpers or [], read_duties(row.duties), moved=row.moved),
        version=row.version,
    )


def with_taken(facts: SlotFacts, service_id: UUID, row: TakenRow) -> SlotFacts:
    """Return the facts of a set-up with what is taken."""
    taken = _Taken.of(row, facts.zone_name)
    visits = taken.visits(service_id, facts.limits.cap)
    return replace(
        facts,
        workers=tuple(taken.of_worker(one) for one in facts.workers),
        rooms=tuple(taken.of_resource(one) for one in facts.rooms),
        devices=tuple(taken.of_resource(one) for one in facts.devices),
        service_id=service_id,
        full=full_days(visits, facts.limits.cap),
        visits=visits,
        held=taken.held,
        sessions=tuple(read_session(one) for one in row.sessions or ()),
        team=replace(facts.team, helpers=tuple(taken.of_worker(one) for one in facts.team.helpers)),
    )


@dataclass(frozen=True, slots=True)
class _People:
    """Everybody's hours and absences, by id."""

    days: Sequence[date]
    zone_name: str
    weeks: dict[str, dict[date, Week]]
    dates: dict[str, dict[date, DateRule]]
    closed: Mapping[date, str]
    off: dict[str, list[Span]]

    @classmethod
    def of(cls, row: SetUpRow, days: Sequence[date], zone_name: str) -> "_People":
        return cls(
            days=days,
            zone_name=zone_name,
            weeks=read_weeks(row.weeks, row.hours),
            dates=read_dates(row.dates),
            closed=read_holidays(row.holidays, days),
            off=_spans(row.off),
        )

    def worker(self, key: str, name: str, cap: int | None) -> Worker:
        weeks, dates = self.weeks.get(key, {}), self.dates.get(key, {})
        worked = worked_days(weeks, dates, self.closed, self.days, self.zone_name)
        return Worker(
            id=PractitionerId(UUID(key)),
            name=name,
            work=worked.work,
            off=tuple(self.off.get(key, ())),
            busy=(),
            why_off=worked.why_off,
            cap=cap,
        )

    def team(self, rows: Json, wanted: tuple[Duty, ...], *, moved: bool) -> Team:
        people = {
            key: replace(self.worker(key, name, cap), part=read_part(*part))
            for key, name, cap, _, *part in reversed(rows)  # the named last: their part counts
        }
        named = frozenset(people[key].id for key, _, _, named, *_ in rows if named)
        return Team(tuple(reversed(people.values())), named, wanted=wanted, moved=moved)


class _Taken(NamedTuple):
    """When everybody and everything is taken, by id."""

    busy: dict[str, list[Span]]
    counts: Json  # a day's visits, of those with a cap
    held: tuple[HeldSpan, ...]
    zone_name: str

    @classmethod
    def of(cls, row: TakenRow, zone_name: str) -> "_Taken":
        holds = (
            HeldSpan(UUID(key), (begin, end), *by) for key, begin, end, *by in row.busy or () if by
        )
        return cls(_spans(row.busy), row.counts or [], tuple(holds), zone_name)

    def of_worker(self, one: Worker) -> Worker:
        busy = tuple(self.busy.get(str(one.id), ()))
        visits = self.visits(one.id, one.cap)
        return replace(one, busy=busy, full=full_days(visits, one.cap), visits=visits)

    def of_resource(self, one: Resource) -> Resource:
        return Resource(one.id, one.name, tuple(self.busy.get(str(one.id), ())), one.archived)

    def visits(self, owner_id: UUID, cap: int | None) -> DayCounts:
        """Return how many visits of each day are counted under somebody's or something's cap."""
        if cap is None:
            return ()
        return tuple(
            (span_of_day(date.fromisoformat(day), self.zone_name), many)
            for owner, day, many in sorted(self.counts)
            if owner == str(owner_id)
        )


def _resources(rows: Json | None) -> tuple[Resource, ...]:
    return tuple(Resource(UUID(key), label, (), *archived) for key, label, *archived in rows or ())


def _spans(rows: Json | None) -> dict[str, list[Span]]:
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for key, begin, end, *_ in rows or ():
        spans[key].append((begin, end))
    return spans
