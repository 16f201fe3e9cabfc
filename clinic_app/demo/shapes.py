"""What a demo clinic is made of, before it has any ids."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from random import Random
from typing import Literal

from clinic_app.demo.names import Naming
from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from clinic_app.scheduling.hours.hours_rules import BREAK, WORK
from clinic_app.scheduling.rows import DaySpan

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
MONDAY_TO_FRIDAY = (MON, TUE, WED, THU, FRI)


@dataclass(frozen=True, slots=True)
class Away:
    """Whole days off: how many days from the demo's day on, how long, and why."""

    first: int
    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class DemoPractitioner:
    """Somebody who sees patients; `email` names the account they are, if any."""

    name: str
    specialty: str
    colour: str
    week: tuple[DaySpan, ...]
    email: str = ""
    later_week: tuple[DaySpan, ...] | None = None  # from the Monday in two weeks
    away: tuple[Away, ...] = ()
    sees: Literal["all", "adults", "children", "women"] = "all"
    busy: float = 1.0  # how full their days are, beside the clinic's


@dataclass(frozen=True, slots=True)
class DemoService:
    """What a clinic offers. Practitioners, rooms and devices by name; no room names: any."""

    name: str
    minutes: int
    colour: str
    price_minor: int | None
    given_by: tuple[str, ...]
    rooms: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    before: int = 0
    after: int = 0
    needs_room: bool = True
    often: int = 3  # how often it is booked, beside the others
    overbook: int = 0
    seats: int = 1  # more than one for a group, which meets
    assisted_by: tuple[str, ...] = ()  # by one of these, where anybody is named,
    assisting: Part = WHOLE  # in this part of it
    meets_on: tuple[int, ...] = ()  # on these weekdays
    meets_at: time = time(15)


@dataclass(frozen=True, slots=True)
class DemoClinic:
    """One organization."""

    name: str
    slug: str
    time_zone: str
    country: str
    currency: str
    practitioners: tuple[DemoPractitioner, ...]
    services: tuple[DemoService, ...]
    rooms: tuple[str, ...]
    devices: tuple[str, ...]
    patients: int
    namings: tuple[Naming, ...]
    phone: Callable[[Random], str]
    address: Callable[[Random], str]
    insurance: str  # what the other number of a patient is called
    busy: float = 1.0  # how full the days are, beside a full one


def hours(days: tuple[int, ...], *spans: str, pause: str = "") -> tuple[DaySpan, ...]:
    """Return spans such as "08:00-12:00" for several days, with a break in each."""
    kinds = [(WORK, span) for span in spans] + ([(BREAK, pause)] if pause else [])
    return tuple(
        DaySpan(day, kind, *(time.fromisoformat(bound) for bound in span.split("-")))
        for day in days
        for kind, span in kinds
    )
