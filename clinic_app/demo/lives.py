"""What becomes of a planned visit, step by step, up to the present moment. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app.demo.home import Home
from clinic_app.demo.plan_visits import PlannedVisit
from clinic_app.demo.texts import CANCELLED_BECAUSE, MOVED_BECAUSE
from clinic_app.people.tables import Member
from clinic_app.scheduling.states import Status

_NO_SHOW_AFTER = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a state reached, or (status None) a move from an earlier time."""

    at: datetime
    who: Member
    status: Status | None
    reason: str = ""
    moved_from: datetime | None = None


def life_of(home: Home, visit: PlannedVisit) -> list[Step]:
    """Return the visit's steps until now, the booking first."""
    desk = home.reception
    steps = [Step(visit.booked_at, desk, Status.BOOKED), *_preparations(home, visit)]
    chance = home.draw.random()
    if chance < 0.07:
        steps.append(_cancelled(home, visit, steps[-1].at))
    elif chance < 0.12:
        steps.append(Step(visit.start + _NO_SHOW_AFTER, desk, Status.NO_SHOW))
    else:
        steps += _attended(home, visit)
    return [step for step in steps if step.at <= home.moment]


def _preparations(home: Home, visit: PlannedVisit) -> list[Step]:
    """A move and a confirmation, for some, between booking and the day before."""
    steps: list[Step] = []
    day_before = visit.start - timedelta(days=1)
    if home.draw.chance(0.06) and day_before - visit.booked_at > timedelta(days=2):
        steps.append(
            Step(
                *(visit.booked_at + home.draw.minutes(60, 1500), home.reception, None),
                reason=home.draw.choice(MOVED_BECAUSE),
                moved_from=visit.start + timedelta(days=home.draw.choice((-1, 1, 2, 7))),
            )
        )
    days_before = timedelta(days=home.draw.choice((1, 1, 1, 2, 3, 5)))
    confirmed_at = visit.start - days_before - home.draw.minutes(0, 120)
    if home.draw.chance(0.75) and confirmed_at > visit.booked_at + timedelta(hours=1):
        last = steps[-1].at if steps else visit.booked_at
        steps.append(
            Step(max(confirmed_at, last + timedelta(hours=1)), home.reception, Status.CONFIRMED)
        )
    return steps


def _cancelled(home: Home, visit: PlannedVisit, after: datetime) -> Step:
    """Cancelled some time between the last step and an hour before the visit."""
    minutes = int((visit.start - after) / timedelta(minutes=1)) - 60
    at = after + home.draw.minutes(5, max(6, minutes))
    return Step(at, home.reception, Status.CANCELLED, home.draw.choice(CANCELLED_BECAUSE))


def _attended(home: Home, visit: PlannedVisit) -> list[Step]:
    practitioner = home.members.get(visit.practitioner.email) or home.reception
    return [
        Step(visit.start - home.draw.minutes(10, 20), home.reception, Status.CHECKED_IN),
        Step(visit.start + home.draw.minutes(0, 4), practitioner, Status.IN_VISIT),
        Step(visit.end - home.draw.minutes(0, 4), practitioner, Status.COMPLETED),
    ]
