"""What the dashboard shows of a clinic's day."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TodayVisit:
    """One visit of today, as a line."""

    id: str
    patient_id: str
    time: str  # wall time, "9:15"
    patient: str
    detail: str  # service and practitioner; on somebody's own list service and room
    colour: str
    status: str
    waiting: str  # "12 min" since arrival, empty when not waiting


@dataclass(frozen=True, slots=True)
class PractitionerLoad:
    """How far a practitioner is with the day."""

    id: str
    name: str
    initials: str
    specialty: str
    colour: str
    done: int
    all: int


@dataclass(frozen=True, slots=True)
class Today:
    """The clinic's day at a glance."""

    booked: int = 0
    waiting: int = 0
    in_visit: int = 0
    done: int = 0
    missed: int = 0
    cancelled: int = 0
    mine: bool = False  # the lists hold the actor's own visits
    waiting_now: list[TodayVisit] = field(default_factory=list[TodayVisit])
    coming: list[TodayVisit] = field(default_factory=list[TodayVisit])
    loads: list[PractitionerLoad] = field(default_factory=list[PractitionerLoad])


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What a clinic without a visit has already."""

    practitioner: bool
    hours: bool
    room: bool  # or a service that needs none
    service: bool  # that somebody gives
