"""The calendar of a day or week, ready to draw. Wall times of the clinic as naive ISO text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class PractitionerColumn:
    """Somebody who sees patients."""

    id: str
    name: str
    initials: str
    specialty: str
    colour: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A room or a device."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class VisitBlock:
    """One visit. `end` is after `start`, also where the clocks go back in between."""

    id: str
    practitioner_id: str
    patient_id: str
    patient: str
    service: str
    colour: str  # the service's
    room_id: str  # "" without one
    room: str
    devices: tuple[Resource, ...]
    start: str  # 2026-11-20T09:15
    end: str
    status: str
    arrived: str  # 9:32 while the patient waits or is seen, else ""
    first_visit: bool  # the patient's first in this clinic
    outside_hours: bool
    has_note: bool
    version: int
    again: bool = False  # it begins in the second pass of an hour that comes twice
    marks: str = ""  # the rules it was booked against on purpose: “Overbooked”
    repeats: bool = False  # one of a series
    assistant_ids: tuple[str, ...] = ()  # who else takes part,
    parts: Mapping[str, Any] = field(default_factory=dict[str, Any])  # and where, if not in all
    together: bool = False  # one of several services of one coming
    lasts: int = 0  # minutes, on a day on which the clocks change; else end - start tells
    group_id: str = ""  # of a group: the session that it has a seat in,
    seats: int = 0  # and how many that has
    many: int = 1  # how many come: more than one where a session's visits are shown as one


@dataclass(frozen=True, slots=True)
class Shade:
    """A span of a day in which a practitioner is away, or that is held, with a word why."""

    id: str
    practitioner_id: str
    start: str
    end: str
    label: str
    held: bool = False
    again: bool = False  # as a visit's
    lasts: int = 0


@dataclass(frozen=True, slots=True)
class CalendarView:
    """All of it, the whole clinic's: screens show a part of the columns by themselves."""

    columns: tuple[PractitionerColumn, ...]  # in the clinic's order
    visits: tuple[VisitBlock, ...]  # earliest first
    shades: tuple[Shade, ...]
    rooms: tuple[Resource, ...]
    devices: tuple[Resource, ...]
    slot_minutes: int
    opens: int  # the full hours between which anybody works at all: 0 to 23,
    closes: int  # and 1 to 24
