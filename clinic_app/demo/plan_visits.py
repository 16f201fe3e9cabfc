"""Six weeks of visits that could all have been booked: nobody and nothing is in two places.

Pure: the plan depends on the day alone. What has become of each visit by now is `lives.py`'s.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from clinic_app.demo.home import Home
from clinic_app.demo.make_patients import ADULT, age_of
from clinic_app.demo.make_schedule import later_week_from
from clinic_app.demo.shapes import DemoPractitioner, DemoService
from clinic_app.people.patient_tables import Patient
from clinic_app.scheduling.free_times.slot_rules import Need
from clinic_app.scheduling.hours.hours_rules import working_spans
from clinic_app.scheduling.rows import WeekSpan

Span = tuple[datetime, datetime]

STEP = timedelta(minutes=15)
DAYS_BACK = 21
DAYS_AHEAD = 20
_TRIES = 6
_OVER_AHEAD = 6  # days on which something is overbooked
_APART = timedelta(minutes=45)  # between two visits of one patient
_LEADS = (1, 1, 2, 3, 3, 5, 7, 9, 12, 16, 21)  # days between booking and visit


class Helper(NamedTuple):
    """Who assists, and when they are taken for it."""

    name: str
    during: Span


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One visit: who, what, where, when, and since when it stands in the book."""

    practitioner: DemoPractitioner
    service: DemoService
    room: str | None
    patient: Patient
    start: datetime
    end: datetime
    around: Span
    booked_at: datetime
    helper: Helper | None = None
    group: UUID | None = None  # the session that it has a seat in
    lane: int = 0  # above 0: booked over another visit


class _Day:
    """One day of a clinic while it fills: what is taken when, by name or id."""

    def __init__(self, home: Home, patients: Mapping[str, Sequence[Patient]], offset: int) -> None:
        """Begin a day so many days from today; no visit reaches over its midnight."""
        self._home = home
        self._patients = patients  # grouped by who would see them, see `_groups`
        self._offset = offset
        self._density = _density(offset) * home.clinic.busy
        self._taken: defaultdict[object, list[Span]] = defaultdict(list)

    def visits(self, practitioner: DemoPractitioner) -> Iterator[PlannedVisit]:
        """Yield a practitioner's visits one after the other, with gaps between."""
        density = self._density * practitioner.busy
        for opens, closes in _work(self._home, practitioner, self._offset):
            at = opens
            while at < closes:
                if not self._home.draw.chance(density):
                    at += STEP * self._home.draw.randint(1, 3)
                    continue
                visit = self._try(practitioner, at, closes)
                if visit is None:
                    at += STEP
                    continue
                yield visit
                at = _next_start(opens, visit.around[1])

    def _try(
        self, practitioner: DemoPractitioner, start: datetime, closes: datetime
    ) -> PlannedVisit | None:
        """Take what a visit from `start` needs and return it, None when nothing fits."""
        draw = self._home.draw
        offered = [s for s in self._given_by(practitioner) if s.seats == 1]
        for _ in range(_TRIES):
            service = draw.choices(offered, [s.often for s in offered])[0]
            end = start + timedelta(minutes=service.minutes)
            around = (
                start - timedelta(minutes=service.before),
                end + timedelta(minutes=service.after),
            )
            room = self._room(service, around)
            needed = (practitioner.name, *([room] if room else []), *service.devices)
            if end > closes or (service.needs_room and room is None):
                continue
            if not all(self._free(what, around) for what in needed):
                continue
            helper = self._helper(service, start)
            if service.assisted_by and helper is None:
                continue
            booked_at = _booked_at(self._home, start)
            patient = self._patient(practitioner, booked_at, (start, end))
            if patient is None:
                continue
            self._take(needed, around, helper)
            self._taken[patient.id].append((start, end))
            return PlannedVisit(
                *(practitioner, service, room, patient, start, end, around, booked_at), helper
            )
        return None

    def _given_by(self, practitioner: DemoPractitioner) -> list[DemoService]:
        return [s for s in self._home.clinic.services if practitioner.name in s.given_by]

    def sessions(self, practitioner: DemoPractitioner) -> Iterator[PlannedVisit]:
        """Yield the visits of the groups that a practitioner meets this day, some seats empty."""
        home, draw = self._home, self._home.draw
        weekday = (home.today + timedelta(days=self._offset)).weekday()
        for service in self._given_by(practitioner):
            start = home.wall(self._offset, service.meets_at)
            end = start + timedelta(minutes=service.minutes)
            helper = self._helper(service, start)
            meets = weekday in service.meets_on and self._is_at_work(practitioner, start, end)
            if not meets or (service.assisted_by and helper is None):
                continue
            room = self._room(service, (start, end))
            needed = (practitioner.name, *([room] if room else []), *service.devices)
            self._take(needed, (start, end), helper)
            group = draw.id()
            for _ in range(draw.randint(service.seats // 2, service.seats - 2)):
                booked_at = _booked_at(home, start)
                patient = self._patient(practitioner, booked_at, (start, end))
                if patient is not None:
                    self._taken[patient.id].append((start, end))
                    yield PlannedVisit(
                        *(practitioner, service, room, patient, start, end, (start, end)),
                        *(booked_at, helper, group),
                    )

    def over(self, visits: Sequence[PlannedVisit]) -> Iterator[PlannedVisit]:
        """Yield a visit that was booked over another on purpose, on the days to come."""
        below = next((one for one in visits if one.service.overbook and not one.lane), None)
        if below is None or not 0 < self._offset <= _OVER_AHEAD:
            return
        booked_at = _booked_at(self._home, below.start)
        patient = self._patient(below.practitioner, booked_at, (below.start, below.end))
        if patient is not None:
            self._taken[patient.id].append((below.start, below.end))
            yield replace(below, patient=patient, booked_at=booked_at, lane=1)

    def _take(self, needed: Sequence[str], around: Span, helper: Helper | None) -> None:
        for what in needed:
            self._taken[what].append(around)
        if helper:
            self._taken[helper.name].append(helper.during)

    def _free(self, what: object, span: Span) -> bool:
        return all(end <= span[0] or span[1] <= start for start, end in self._taken[what])

    def _room(self, service: DemoService, around: Span) -> str | None:
        if not service.needs_room:
            return None
        fitting = service.rooms or self._home.clinic.rooms
        return next((room for room in fitting if self._free(room, around)), None)

    def _helper(self, service: DemoService, start: datetime) -> Helper | None:
        """Return who could assist from that start on, at work and free in their part of it."""
        need = Need(*(60 * each for each in (service.minutes, service.before, service.after)))
        begins, own = service.assisting.of(need)
        first = start + timedelta(seconds=begins)
        last = first + timedelta(seconds=own.duration)
        during = first - timedelta(seconds=own.before), last + timedelta(seconds=own.after)
        for one in self._home.clinic.practitioners:
            able = one.name in service.assisted_by and self._is_at_work(one, first, last)
            if able and self._free(one.name, during):
                return Helper(one.name, during)
        return None

    def _is_at_work(self, practitioner: DemoPractitioner, start: datetime, end: datetime) -> bool:
        work = _work(self._home, practitioner, self._offset)
        return any(opens <= start and end <= closes for opens, closes in work)

    def _patient(
        self, practitioner: DemoPractitioner, booked_at: datetime, span: Span
    ) -> Patient | None:
        """Return somebody who was registered by then and has nothing else near that time."""
        near = (span[0] - _APART, span[1] + _APART)
        for _ in range(_TRIES):
            patient = self._home.draw.choice(self._patients[practitioner.sees])
            if patient.created_at < booked_at and self._free(patient.id, near):
                return patient
        return None


def plan_visits(home: Home, patients: Sequence[Patient]) -> list[PlannedVisit]:
    """Return the visits of the weeks around today, in order of their start."""
    visits: list[PlannedVisit] = []
    groups = _groups(home, patients)
    for offset in range(-DAYS_BACK, DAYS_AHEAD + 1):
        day = _Day(home, groups, offset)
        for practitioner in home.clinic.practitioners:
            visits += day.sessions(practitioner)
        of_day: list[PlannedVisit] = []
        for practitioner in home.clinic.practitioners:
            of_day += day.visits(practitioner)
        visits += [*of_day, *day.over(of_day)]
    return sorted(visits, key=lambda visit: (visit.start, visit.practitioner.name))


def _groups(home: Home, patients: Sequence[Patient]) -> dict[str, list[Patient]]:
    """Sort patients by what a practitioner sees; of unknown age means grown up."""
    of_age = [
        patient.birth_date is None or age_of(patient.birth_date, home.today) >= ADULT
        for patient in patients
    ]
    adults = [patient for patient, grown in zip(patients, of_age, strict=True) if grown]
    return {
        "all": list(patients),
        "adults": adults,
        "children": [p for p, grown in zip(patients, of_age, strict=True) if not grown],
        "women": [patient for patient in adults if patient.sex == "female"],
    }


def _work(home: Home, practitioner: DemoPractitioner, offset: int) -> list[Span]:
    if any(away.first <= offset < away.first + away.days for away in practitioner.away):
        return []
    day = home.today + timedelta(days=offset)
    week = practitioner.week
    if practitioner.later_week is not None and day >= later_week_from(home.today):
        week = practitioner.later_week
    spans = [WeekSpan(date.min, s.weekday, s.kind, s.starts, s.ends) for s in week]
    return working_spans(spans, day, home.clinic.time_zone)


def _next_start(opens: datetime, free_from: datetime) -> datetime:
    """Return the first start on the span's grid at or after an instant."""
    steps = -((opens - free_from) // STEP)  # rounded up
    return opens + steps * STEP


def _density(offset: int) -> float:
    if offset <= 0:
        return 0.86
    if offset <= 6:
        return 0.68
    return 0.45 if offset <= 13 else 0.28


def _booked_at(home: Home, start: datetime) -> datetime:
    """Return when the visit was booked: before today, and before the visit's own day."""
    days_ahead = max(0, (start - home.wall(0)) // timedelta(days=1))
    lead = days_ahead + home.draw.choice(_LEADS)
    return start - timedelta(days=lead) - home.draw.minutes(5, 90)
