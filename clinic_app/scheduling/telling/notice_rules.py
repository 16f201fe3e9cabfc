"""What a patient is told of a visit that changed. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.states import MOVABLE, Status

TELLS: dict[str, str] = {
    "linked": "Those who booked online or have a private link",
    "everybody": "Every patient with an email or a phone",
    "nobody": "Nobody",
}

# So long a change waits for another one, and so long at most.
SETTLES, AT_MOST = timedelta(minutes=2), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a visit stands, as far as its patient is concerned."""

    status: str
    start: datetime
    end: datetime
    practitioner_id: UUID
    zone: str = ""  # the clinic's at that time, by whose clock it was told

    @property
    def lasts(self) -> timedelta:
        """How long it takes."""
        return self.end - self.start

    @property
    def is_on(self) -> bool:
        """Tell whether the patient is expected."""
        return self.status in MOVABLE


def deed_between(before: Stand | None, after: Stand) -> str:
    """Return booked, moved, changed or cancelled; "" when there is nothing to tell.

    before: how the patient knows it, None for not at all. "entry" when all they were told still
    holds, but a calendar that knows the moment does not: the clinic is in another zone since.
    """
    known = before is not None and before.is_on
    if not after.is_on:
        return "cancelled" if known and after.status == Status.CANCELLED else ""
    if before is None or not before.is_on:
        return "booked"
    if _is_elsewhen(before, after):
        return "moved"
    if (before.lasts, before.practitioner_id) != (after.lasts, after.practitioner_id):
        return "changed"
    return "" if before.start == after.start else "entry"


def _is_elsewhen(before: Stand, after: Stand) -> bool:
    """Tell whether the time that the patient was told is another: the clock's, not the moment."""
    if before.zone in {"", after.zone}:
        return before.start != after.start
    return to_wall(before.start, before.zone) != to_wall(after.start, after.zone)


def is_past(deed: str, before: Stand | None, after: Stand, *, moment: datetime) -> bool:
    """Tell whether it comes too late to say: of a cancelled visit, the time that was known."""
    known = before if deed == "cancelled" and before is not None else after
    return known.start <= moment
