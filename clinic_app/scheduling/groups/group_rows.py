"""A group's session: in full, ready to read; in a list for programs; what a deed did to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from zlib import crc32

from clinic_app.scheduling.visit.visit_rows import Assistant, VisitTime


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
    moves: tuple[str, ...]  # the states that this member may bring it to now, with all the others


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
    may_staff: bool = False
    assistants: tuple[Assistant, ...] = ()


class ListedGroup(NamedTuple):
    """One session of a list. The order of the fields is that of the statement's columns."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    service_id: UUID
    service: str
    practitioner_id: UUID
    practitioner: str
    room_id: UUID | None
    room: str | None
    seats: int
    held: int  # by forms that are open
    ended: bool  # nobody comes any more, so it takes nothing
    coming: list[tuple[str, int]] | None  # the visits of those who come: ids and versions
    assistants: list[list[Any]] | None  # [id, name, from, minutes]

    @property
    def taken(self) -> int:
        """How many come."""
        return len(self.coming or ())

    @property
    def left(self) -> int:
        """How many seats can be booked."""
        return seats_left(self.seats, self.taken, self.held, ended=self.ended)

    @property
    def version(self) -> int:
        """Another one as soon as anything changes."""
        return group_version(self.coming or ())


class GroupList(NamedTuple):
    """One page of sessions, and whether there are more after its last."""

    groups: list[ListedGroup]
    has_more: bool


@dataclass(frozen=True, slots=True)
class GroupMoved:
    """How many visits a session took along, and what it is now."""

    visits: int
    version: int


def seats_left(seats: int, taken: int, held: int, *, ended: bool) -> int:
    """Return how many seats of a session can be booked."""
    return 0 if ended else max(seats - taken - held, 0)


def group_version(visits: Iterable[tuple[UUID | str, int]]) -> int:
    """Return a number that differs as soon as somebody comes, goes or is changed.

    visits: the ids and versions of those who come. It is compared for equality alone.
    """
    lines = sorted(f"{visit_id}:{version}" for visit_id, version in visits)
    return crc32("\n".join(lines).encode())
