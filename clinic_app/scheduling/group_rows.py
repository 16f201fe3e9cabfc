"""A group's session in full, ready to read, and what a deed did to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zlib import crc32

from clinic_app.scheduling.visit_rows import VisitTime


@dataclass(frozen=True, slots=True)
class GroupPatient:
    """Who comes to a session, or did not come, by their visit."""

    visit_id: str
    version: int
    patient_id: str
    name: str
    file_number: str
    phone: str
    status: str
    status_name: str
    moves: tuple[str, ...]  # the states that this member may bring it to now


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """A session: when, with whom, who comes, and what this member may do with it now."""

    id: str
    version: int
    service_id: str
    service: str
    colour: str
    practitioner_id: str
    practitioner: str
    room_id: str
    room: str
    devices: str
    time: VisitTime
    seats: int
    taken: int  # by those who come
    held: int  # by forms that are open
    left: int  # that can be booked
    coming: str  # 5 visits
    patients: tuple[GroupPatient, ...]  # those who come, by name
    missed: tuple[GroupPatient, ...]  # and those who did not
    ended: bool  # nobody comes any more, so it takes nothing
    may_move: bool
    may_cancel: bool
    may_book: bool  # one more seat


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """How many visits a session took along, and what it is now."""

    visits: int
    version: int


def group_version(visits: Iterable[tuple[UUID | str, int]]) -> int:
    """Return a number that differs as soon as somebody comes, goes or is changed.

    visits: the ids and versions of those who come. It is compared for equality alone.
    """
    lines = sorted(f"{visit_id}:{version}" for visit_id, version in visits)
    return crc32("\n".join(lines).encode())
