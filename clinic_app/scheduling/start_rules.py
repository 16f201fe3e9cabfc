"""When a visit may begin, whoever asks. Pure but for the one clock."""

from datetime import UTC, datetime, timedelta
from typing import Protocol

from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_instant, to_wall
from clinic_app.scheduling.errors import BadStart

# Somebody at the desk may need a few minutes to book the visit that is about to begin.
GRACE = timedelta(minutes=5)
FARTHEST = timedelta(days=2 * 366)


def require_near(start: datetime) -> None:
    """Raise BadStart for a year with which arithmetic could leave the calendar."""
    if abs(start.year - now().year) > 10:
        raise BadStart("A visit cannot be booked in that year.")


def farthest(zone_name: str) -> datetime:
    """Return the wall time after which no visit can begin, so that no hours need to be known."""
    return to_wall(now() + FARTHEST, zone_name)


def start_instant(start: datetime, zone_name: str) -> datetime:
    """Return the instant a visit is to begin, checked.

    start: an instant, or a naive wall time of the clinic, which must name one instant.
    Raises BadStart, NoSuchTime or TimeComesTwice.
    """
    require_near(start)
    named = to_instant(start, zone_name) if start.tzinfo is None else start.astimezone(UTC)
    if named.second or named.microsecond:
        raise BadStart("A visit begins on a whole minute.")
    if named < now() - GRACE:
        raise BadStart("That time has passed.")
    if named > now() + FARTHEST:
        raise BadStart("A visit can be booked at most two years ahead.")
    return named


class Standing(Protocol):
    """What is moved: a visit or a group's session."""

    starts_at: datetime
    ends_at: datetime


def moved_start(start: datetime, zone_name: str, stands: Standing, *, back: bool) -> datetime:
    """Return the instant at which what stands already is to begin; until it is over, as it did.

    back: it stood there a moment ago, so nothing is asked of the instant. The rest as above.
    """
    stays = start == stands.starts_at if start.tzinfo else False
    if back or (stays and now() < stands.ends_at):
        return start
    return start_instant(start, zone_name)
