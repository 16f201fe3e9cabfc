"""The clinic's queue of today, ready to draw."""

from dataclasses import dataclass

from clinic_app.scheduling.visit.attendance_rules import Attendance


@dataclass(frozen=True, slots=True)
class QueueVisit:
    """A visit of today, cancelled ones aside."""

    id: str
    version: int
    status: str
    ticket: str  # A-17, "" before arrival
    patient: str
    practitioner_id: str
    practitioner: str
    assistants: tuple[tuple[str, str], ...]  # id and name
    service: str
    colour: str  # the service's
    needs_room: bool
    room: str  # "" without one
    time: str  # 9:15, on the clinic's wall
    starts: int  # the instants, in seconds since 1970
    ends: int
    arrived: int  # 0 before
    called: int  # 0 before
    back: str  # the state that one step back leads to, "" for who is expected
    first_visit: bool
    attendance: Attendance
    coming: str = ""  # shared by the services of one coming
    done: int = 0  # of a completed service of a coming: since when
    waits: int = 0  # since when the patient waits for this: arrival, or the service before
    elsewhere: str = ""  # of who is here: now with Dr. Zhao, Room 1
    inside: bool = False  # with somebody else of the coming: not to be called in for this
    goes_to: str = ""  # where the patient goes next: 10:30 ECG, Nina Park, Room 2

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Who gives it and who assists: id and name."""
        return ((self.practitioner_id, self.practitioner), *self.assistants)


@dataclass(frozen=True, slots=True)
class QueueView:
    """All of it, the whole clinic's; a screen shows a part by itself."""

    visits: tuple[QueueVisit, ...]  # by their start
    practitioners: tuple[tuple[str, str], ...]  # id and name of who takes part in one today


@dataclass(frozen=True, slots=True)
class RoomChoice:
    """A room that a visit could be called into."""

    id: str
    name: str
    planned: bool  # the one that was booked
    taken: str  # why it cannot be had, else ""
    inside: str  # the ticket of who is in it now, else ""
