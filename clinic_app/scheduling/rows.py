"""What scheduling hands out: small frozen rows, never table objects. Ids are text."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class WeekSpan:
    """One span of a practitioner's week, in wall times; weekday 0 is Monday."""

    valid_from: date
    weekday: int
    kind: str  # work or break
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class DaySpan:
    """One span of a week that is being set: work or a break on a weekday, in wall times."""

    weekday: int
    kind: str
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class PractitionerRow:
    """A practitioner in a list, with what rules today: hours in words, the next change, leave."""

    id: str
    name: str
    specialty: str
    colour: str
    member_id: str  # empty when linked to nobody
    archived: bool
    hours: str  # "Mon–Thu 08:00–17:00, Fri 08:00–12:00"
    next_change: str  # ISO date of a later week, or empty
    away_until: str  # ISO wall time, or empty
    services: int
    visits_a_day: int | None = None  # the most that they can give or assist in


@dataclass(frozen=True, slots=True)
class SpanRow:
    """A span as a page shows it: wall times as "09:00"."""

    weekday: int
    kind: str
    starts: str
    ends: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of a practitioner's hours, from a date on."""

    valid_from: str  # ISO date
    summary: str
    rules_today: bool
    in_future: bool
    spans: tuple[SpanRow, ...]


@dataclass(frozen=True, slots=True)
class TimeOffRow:
    """A span away, in wall times of the clinic."""

    id: str
    starts: str  # ISO wall time, to the minute
    ends: str
    whole_days: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PractitionerDetails:
    """What the editor of one practitioner needs."""

    row: PractitionerRow
    service_ids: tuple[str, ...]
    weeks: tuple[WeekRow, ...]
    time_off: tuple[TimeOffRow, ...]


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One assistant that a service asks for."""

    from_minute: int
    minutes: int | None  # None until the visit's end
    practitioner_ids: tuple[str, ...]  # who may; none: anybody


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with the ids of who gives it, where, and with what."""

    id: str
    name: str
    duration_minutes: int
    buffer_before: int
    buffer_after: int
    colour: str
    price_minor: int | None
    needs_room: bool
    archived: bool
    practitioner_ids: tuple[str, ...]
    room_ids: tuple[str, ...]  # none: any room will do
    device_ids: tuple[str, ...]
    visits_a_day: int | None = None  # the most that can be booked
    notice_minutes: int | None = None  # None: as the clinic's rules
    ahead_days: int | None = None
    seats: int = 1  # more than one for a group
    overbook: int = 0  # visits that may be booked over another
    duties: tuple[DutyRow, ...] = ()  # further practitioners that each visit takes


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A room or a device, and the names of the services that count on it."""

    id: str
    name: str
    archived: bool
    services: tuple[str, ...]
