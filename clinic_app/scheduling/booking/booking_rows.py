"""What somebody who books chooses from, and what their choice would take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BookableRoom:
    """A room that fits a service."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BookableService:
    """A service that can be booked, and by whom it is given."""

    id: str
    name: str
    needs: str  # "30 min · room · no device"
    practitioner_ids: tuple[str, ...]
    seats: int = 1
    rooms: tuple[BookableRoom, ...] = ()  # those that fit; none when none is needed


@dataclass(frozen=True, slots=True)
class BookablePractitioner:
    """Somebody who can be booked."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BookingChoices:
    """Services and practitioners in the clinic's order; archived ones are left out."""

    services: tuple[BookableService, ...]
    practitioners: tuple[BookablePractitioner, ...]


@dataclass(frozen=True, slots=True)
class VisitPreview:
    """What a visit would take if it were booked now."""

    practitioner: str
    room: str  # "" when none is needed
    devices: tuple[str, ...]
    span: str  # 10:00–10:30
    buffers: str  # "5 min before, 10 min after", or ""
    outside_hours: bool
    exceptions: tuple[str, ...] = ()  # the rules it would break on purpose, in words
    assistants: tuple[str, ...] = ()  # who takes part besides: “Nina Park, assisting”
    seats_left: int | None = None  # of a group's session, before this visit
