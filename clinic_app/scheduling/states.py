"""A visit's states and the one table of legal moves. FHIR Appointment.status, in desk words."""

from enum import StrEnum


class Status(StrEnum):
    """Where a visit stands."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    IN_VISIT = "in_visit"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


STATUS_CHECK = "status IN ({})".format(", ".join(f"'{status}'" for status in Status))

STATUS_NAMES: dict[Status, str] = {
    Status.BOOKED: "Booked",
    Status.CONFIRMED: "Confirmed",
    Status.CHECKED_IN: "Arrived",
    Status.IN_VISIT: "In visit",
    Status.COMPLETED: "Done",
    Status.CANCELLED: "Cancelled",
    Status.NO_SHOW: "No-show",
}

LEGAL_MOVES: dict[Status, frozenset[Status]] = {
    Status.BOOKED: frozenset(
        {Status.CONFIRMED, Status.CHECKED_IN, Status.CANCELLED, Status.NO_SHOW}
    ),
    Status.CONFIRMED: frozenset({Status.CHECKED_IN, Status.CANCELLED, Status.NO_SHOW}),
    Status.CHECKED_IN: frozenset({Status.IN_VISIT}),
    Status.IN_VISIT: frozenset({Status.COMPLETED}),
    Status.COMPLETED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.NO_SHOW: frozenset({Status.CHECKED_IN}),  # a correction: they came after all
}

# These no longer take anybody's time: their reservations are released.
RELEASED = frozenset({Status.CANCELLED, Status.NO_SHOW})

# The patient is, or was, here: their ticket counts.
ARRIVED = frozenset({Status.CHECKED_IN, Status.IN_VISIT, Status.COMPLETED})

# What was, or will not be, is left as it is.
ENDED = RELEASED | {Status.COMPLETED}

# A visit that nobody has come for yet can be moved to another time.
MOVABLE = frozenset({Status.BOOKED, Status.CONFIRMED})

# The patient is here: the visit can still be given to somebody else, that day.
HERE = frozenset({Status.CHECKED_IN, Status.IN_VISIT})
GIVABLE = MOVABLE | HERE

# Where a wrong click leads back to when the history does not say.
_USUALLY_FROM: dict[Status, Status] = {
    Status.CONFIRMED: Status.BOOKED,
    Status.CHECKED_IN: Status.BOOKED,
    Status.IN_VISIT: Status.CHECKED_IN,
    Status.COMPLETED: Status.IN_VISIT,
    Status.CANCELLED: Status.BOOKED,
    Status.NO_SHOW: Status.BOOKED,
}


def state_before(status: Status, came_from: str) -> Status | None:
    """Return the state that one step back leads to; None from the first.

    came_from: what the visit's history says, or "".
    """
    return Status(came_from) if came_from else _USUALLY_FROM.get(status)


def may_move(status: Status, to: Status) -> bool:
    """Tell whether a visit may go from one state to another."""
    return to in LEGAL_MOVES[status]
