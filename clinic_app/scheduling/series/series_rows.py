"""What a series hands out and takes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.scheduling.free_times.slot_rows import FreeSlot


class Scope(StrEnum):
    """How much of a series a deed is about."""

    ONE = "one"
    FOLLOWING = "following"  # this and all after it
    ALL = "all"
    COMING = "coming"  # this and the other services of the same coming


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """One date of a rule: where it would be, and what stands against it."""

    number: int  # from 1
    wall: datetime  # naive, of the clinic
    start: datetime | None  # the instant; None where the hour does not exist or comes twice
    clash: str  # a sentence, or ""
    nearest: tuple[FreeSlot, ...]  # free times to take instead, of a clash alone
    soft: bool = False  # of a clash: only the clinic's own rules, so it can be taken anyway


@dataclass(frozen=True, slots=True)
class SeriesPreview:
    """All dates of a rule, in order."""

    rule: str
    words: str  # every 2 weeks on Tue
    dates: tuple[SeriesDate, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """A date that is to be booked: which of the rule, and when it shall begin."""

    number: int
    start: datetime  # an instant
    anyway: bool = False  # outside working hours or against booking rules, marked


@dataclass(frozen=True, slots=True)
class SeriesBooked:
    """A series, and how many visits it got."""

    series_id: UUID
    visits: int
    skipped: int
    versions: dict[AppointmentId, int]  # as they were booked


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a visit stood before it was moved, and the version it got by that."""

    appointment_id: AppointmentId
    version: int
    start: datetime  # an instant
    minutes: int
    practitioner_id: PractitionerId
    room_id: RoomId | None
    outside_hours: bool
    series_wall: datetime | None
    lane: int


@dataclass(frozen=True, slots=True)
class SeriesChanged:
    """What a deed on several visits did, and what it left as it was, each with why."""

    changed: int
    left: tuple[str, ...]
    ids: tuple[AppointmentId, ...] = ()  # of what was cancelled, so that it can be taken back
    stood: tuple[Stood, ...] = ()  # of those that moved, to bring them back


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A visit or a date of a series whose rule is to change, and what becomes of it."""

    number: int  # of the new rule's dates, from 1; 0 for a visit that has none
    deed: str  # keep, change, move, add, cancel or stay (see `series_plan.Deed`)
    wall: datetime  # where it goes, or stands
    was: datetime | None  # where it stands now; None for a new one
    start: datetime | None  # the instant to take; None where nothing is taken, or it clashes
    clash: str
    nearest: tuple[FreeSlot, ...]
    words: str  # why it stays, or what goes along
    soft: bool = False  # of a clash: as in `SeriesDate`


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """All of it, in the order of time. seen: to be handed to `change_series`."""

    rule: str
    words: str
    lines: tuple[ChangeLine, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Added:
    """A visit that was booked, and the version it had then."""

    appointment_id: AppointmentId
    version: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """Which date of its series a visit is, and where the series has it."""

    id: UUID
    number: int
    wall: datetime | None


@dataclass(frozen=True, slots=True)
class SeriesUndo:
    """What a change of a series' rule did, to be handed to `undo_series_change`."""

    rule_id: UUID
    moved: tuple[Stood, ...]  # in the order in which they were moved
    added: tuple[Added, ...]
    cancelled: tuple[AppointmentId, ...]
    numbers: tuple[Numbered, ...]  # as they were
    left: tuple[Numbered, ...]  # as it left them


@dataclass(frozen=True, slots=True)
class RuleChanged:
    """What another rule made of a series."""

    words: str  # every 2 weeks on Tue
    stay: int  # where the rule has them elsewhere or not at all
    undo: SeriesUndo

    @property
    def moved(self) -> int:
        """How many went to another time, practitioner, room or length."""
        return len(self.undo.moved)

    @property
    def added(self) -> int:
        """How many were booked."""
        return len(self.undo.added)

    @property
    def cancelled(self) -> int:
        """How many have no date any more."""
        return len(self.undo.cancelled)


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """Where a visit stands in its series."""

    number: int
    total: int
    words: str  # every week; the weekday may have changed since
    following: int  # visits after it that can still be moved or cancelled
    others: int  # all such visits but this one
    alone: bool  # it was moved on its own: it is not where the series has it
    services: int = 0  # other services of its coming that can still be moved or cancelled


NO_SERIES = SeriesPlace(number=0, total=0, words="", following=0, others=0, alone=False)
