"""What a toast's button stands for: a step of one visit, or of several."""

from dataclasses import dataclass

from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.series.series_rows import SeriesUndo, Stood
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.visit.get_place import Place
from clinic_app.scheduling.visit.stand_again import Before


@dataclass(frozen=True, slots=True)
class Step:
    """One step for one visit: to a place, or (without one) out of the calendar."""

    appointment_id: AppointmentId
    version: int
    place: Place | None
    arrived: bool = False  # a walk-in's, which was checked in with its booking
    whole: bool = False  # with all services of its coming
    anyway: bool = False  # what was refused a moment ago, all the same
    redoes: bool = False  # the undoing of an undoing


@dataclass(frozen=True, slots=True)
class Back:
    """A step that some visits took, to be taken back."""

    ids: tuple[AppointmentId, ...]
    step: Status  # the state that it led to
    anyway: bool = False
    redoes: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """A move of several visits of a series, to be put back."""

    visits: tuple[Stood, ...]
    anyway: bool = False
    redoes: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Another rule of a series, to be taken back with all that came of it."""

    undo: SeriesUndo
    anyway: bool = False
    redoes: bool = False


@dataclass(frozen=True, slots=True)
class Unbook:
    """A series that was booked, with its visits' versions."""

    versions: dict[AppointmentId, int]
    anyway: bool = False
    redoes: bool = False


@dataclass(frozen=True, slots=True)
class Others:
    """Visits that were given to others, to stand again as they did."""

    visits: tuple[Before, ...]
    anyway: bool = False
    redoes: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """A group's session that was moved, and where it stood."""

    before: Before
    anyway: bool = False
    redoes: bool = False


ManySteps = Back | Together | Rule | Others | Unbook | Session
AnyStep = Step | ManySteps
