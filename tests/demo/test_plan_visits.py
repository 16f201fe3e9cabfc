"""Whatever the day, the demo's visits could all have been booked. No database here."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from clinic_app.demo.clinics import CLINICS
from clinic_app.demo.draw import Draw
from clinic_app.demo.home import Home
from clinic_app.demo.lives import life_of
from clinic_app.demo.make_patients import make_patients
from clinic_app.demo.make_team import make_team
from clinic_app.demo.plan_visits import PlannedVisit, plan_visits
from clinic_app.demo.shapes import DemoClinic
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.states import Status

DAYS = [
    date(2026, 3, 20),  # both clinics' clocks change within these weeks
    date(2026, 11, 2),
    date(2026, 11, 22),  # a Sunday
    date(2028, 2, 29),
    date(2027, 1, 1),
]
EVERYWHERE = [(clinic, day) for clinic in CLINICS for day in DAYS]
NAMES = [f"{clinic.slug}-{day}" for clinic, day in EVERYWHERE]


def planned(clinic: DemoClinic, day: date, hour: int = 15) -> tuple[Home, list[PlannedVisit]]:
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    today = to_wall(moment, clinic.time_zone).date()
    home = Home(clinic, UUID(int=1), today, moment, Draw(today, clinic.slug))
    make_team(home, "!")
    patients, _ = make_patients(home)
    return home, plan_visits(home, patients)


@pytest.mark.parametrize(("clinic", "day"), EVERYWHERE, ids=NAMES)
def test_nobody_and_nothing_is_in_two_places(clinic: DemoClinic, day: date) -> None:
    _, visits = planned(clinic, day)
    taken: defaultdict[object, list[tuple[datetime, datetime]]] = defaultdict(list)
    met: set[UUID] = set()
    for visit in visits:
        if visit.lane or visit.group in met:  # over another; or what its session has taken already
            taken[visit.patient.id].append((visit.start, visit.end))
            continue
        met |= {visit.group} if visit.group else set()
        resources = [visit.practitioner.name, *visit.service.devices]
        for what in [*resources, *([visit.room] if visit.room else [])]:
            taken[what].append(visit.around)
        if visit.helper:
            taken[visit.helper.name].append(visit.helper.during)
        taken[visit.patient.id].append((visit.start, visit.end))
    for spans in taken.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


@pytest.mark.parametrize(("clinic", "day"), EVERYWHERE, ids=NAMES)
def test_visits_keep_to_the_hours_on_the_wall(clinic: DemoClinic, day: date) -> None:
    home, visits = planned(clinic, day)
    for visit in visits:
        start, end = (to_wall(at, clinic.time_zone) for at in (visit.start, visit.end))
        in_two_weeks = start.date() >= home.today + timedelta(days=14 - home.today.weekday())
        week = visit.practitioner.week
        if in_two_weeks and visit.practitioner.later_week is not None:
            week = visit.practitioner.later_week
        of_day = [span for span in week if span.weekday == start.weekday()]
        assert any(
            s.kind == "work" and s.starts <= start.time() and end.time() <= s.ends for s in of_day
        )
        assert not any(
            s.kind == "break" and s.starts < end.time() and start.time() < s.ends for s in of_day
        )
        offset = (start.date() - home.today).days
        assert not any(a.first <= offset < a.first + a.days for a in visit.practitioner.away)


@pytest.mark.parametrize(("clinic", "day"), EVERYWHERE, ids=NAMES)
def test_visits_were_booked_before_today_by_patients_who_were_registered(
    clinic: DemoClinic, day: date
) -> None:
    home, visits = planned(clinic, day)
    for visit in visits:
        assert visit.booked_at < visit.start
        assert visit.booked_at < home.wall(0)
        assert visit.patient.created_at < visit.booked_at


def test_the_plan_does_not_change_during_the_day_but_what_became_of_it_does() -> None:
    city, day = CLINICS[0], date(2026, 11, 18)
    (morning, early), (evening, late) = planned(city, day, 13), planned(city, day, 23)
    assert [(v.start, v.patient.id) for v in early] == [(v.start, v.patient.id) for v in late]
    done_early = _completed_today(morning, early)
    done_late = _completed_today(evening, late)
    assert done_early < done_late


def _completed_today(home: Home, visits: list[PlannedVisit]) -> int:
    today = [v for v in visits if home.wall(0) <= v.start < home.wall(1)]
    lives = [life_of(home, visit) for visit in today]
    return sum(life[-1].status == Status.COMPLETED for life in lives)


def test_another_day_is_another_demo() -> None:
    city = CLINICS[0]
    first, second = planned(city, date(2026, 11, 18))[1], planned(city, date(2026, 11, 19))[1]
    assert [v.patient.name for v in first[:20]] != [v.patient.name for v in second[:20]]
