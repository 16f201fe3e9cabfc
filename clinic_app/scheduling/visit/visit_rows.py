"""One visit in full, and a patient's visits, ready to read."""

from dataclasses import dataclass

from clinic_app.scheduling.series.series_rows import NO_SERIES, SeriesPlace


@dataclass(frozen=True, slots=True)
class VisitStep:
    """One line of a visit's history."""

    at: str  # 20 Nov 2026, 9:32
    who: str
    what: str  # "Booked for Fri 20 Nov, 9:15", "Moved to …", "Marked “Arrived”"
    why: str  # a reason, or ""


@dataclass(frozen=True, slots=True)
class VisitPatient:
    """Whose visit it is: demographics alone."""

    id: str
    name: str
    file_number: str
    born: str
    phone: str


@dataclass(frozen=True, slots=True)
class VisitTime:
    """When a visit is, on the clinic's wall."""

    instant: str  # its start: 2026-11-20T14:15:00+00:00
    date: str  # 2026-11-20
    day: str  # Friday 20 November 2026
    start: str  # 9:15
    end: str
    minutes: int


@dataclass(frozen=True, slots=True)
class ToldLine:
    """What the patient was told, will be or was not; kind: waits, sent, failed or untold."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Assistant:
    """Who else takes part in a visit."""

    id: str
    name: str
    span: str = ""  # 10:00–10:20, of who is needed for a part of it,
    begins: str = ""  # and the minutes of that
    lasts: str = ""


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """A visit with its details, its history, and what this member may do with it now."""

    id: str
    version: int
    status: str
    status_name: str
    patient: VisitPatient
    time: VisitTime
    service_id: str
    service: str
    colour: str
    practitioner_id: str
    practitioner: str
    room: str
    devices: str
    note: str
    outside_hours: bool
    moves: tuple[str, ...]  # the states it may be brought to, in the order of a day
    may_move: bool  # to another time
    may_edit: bool
    history: tuple[VisitStep, ...]  # newest first
    series: SeriesPlace = NO_SERIES
    ticket: str = ""  # A-17, once the patient is here
    missed: str = ""  # "Missed 2 of 9 visits in 12 months"
    often_misses: bool = False
    marks: str = ""  # the rules it was booked against on purpose: “Overbooked”
    back: str = ""  # the name of the state that one step back leads to
    assistants: tuple[Assistant, ...] = ()
    may_staff: bool = False  # say who assists
    group_id: str = ""  # of a group: the session that it has a seat in
    together: str = ""  # the other services of the same coming: “10:30 ECG with Dr. Zhao”
    elsewhere: str = ""  # where the patient is inside for another of them: “now with Dr. Zhao”
    told: tuple[ToldLine, ...] = ()  # what the patient heard of it, newest first
    may_link: bool = False  # hand out a link to it, or its code for checking in
    has_link: bool = False  # a private link to it works, and may be taken back


@dataclass(frozen=True, slots=True)
class PatientVisit:
    """A line in a patient's list of visits."""

    id: str
    date: str  # 2026-11-20
    day: str  # Fri 20 Nov 2026
    start: str  # 9:15
    end: str
    service: str
    colour: str
    practitioner: str
    room: str
    status: str
    status_name: str


@dataclass(frozen=True, slots=True)
class PatientVisits:
    """A patient's visits: all to come, soonest first; a page of those past, newest first."""

    coming: tuple[PatientVisit, ...]
    past: tuple[PatientVisit, ...]
    past_total: int
