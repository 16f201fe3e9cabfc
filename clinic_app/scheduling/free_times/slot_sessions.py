"""A group's session as the search for free times sees it: its seats, and who is there."""

from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_rules import Span, covers, overlapping


class Helper(NamedTuple):
    """Somebody who assists in a session."""

    id: PractitionerId
    name: str
    part: Part


class Full(NamedTuple):
    """Somebody who has as many visits of a day as they may."""

    name: str
    cap: int


@dataclass(frozen=True, slots=True)
class Session:
    """A group's time that some have booked already, and the seats that are left."""

    id: UUID
    practitioner_id: PractitionerId
    room_id: UUID | None
    span: Span  # without buffers
    left: int  # neither taken nor held by somebody else
    seats: int
    assistants: tuple[Helper, ...] = ()
    full: tuple[Full, ...] = ()  # who of them may have no more visits that day
    kept: bool = False  # outside working hours on purpose, with all who come


def is_given(session: Session, giver: Worker) -> bool:
    """Tell whether who gives a session is at work then, or gives it all the same."""
    there = covers(giver.work, session.span) and not overlapping(giver.off, session.span)
    return there or session.kept


def read_session(row: list[Any]) -> Session:
    """Read what the statement tells of one."""
    key, practitioner, room, begins, ends, left, seats, helpers, full, kept = row
    return Session(
        UUID(key),
        PractitionerId(UUID(practitioner)),
        UUID(room) if room else None,
        (begins, ends),
        left,
        seats,
        tuple(
            Helper(PractitionerId(UUID(who)), name, Part(*part))
            for who, name, *part in helpers or ()
        ),
        tuple(Full(*one) for one in full or ()),
        bool(kept),
    )
