"""What the search for free times hands out."""

from dataclasses import dataclass
from datetime import datetime

from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId, RoomId


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time at which a visit could begin, as UTC instants.

    practitioner_ids: who is free, the least busy of that day first. Empty for a time that is
    shown only to say why it cannot be had; then `taken` is that reason.
    """

    start: datetime
    end: datetime
    practitioner_ids: tuple[PractitionerId, ...]
    taken: str = ""
    seats_left: int | None = None  # of a group service
    seats: int | None = None  # and how many there are

    @property
    def seats_words(self) -> str:
        """“3 of 8 seats left” of a group service, else ""."""
        return seats_words(self.seats_left, self.seats)


def seats_words(left: int | None, seats: int | None) -> str:
    """Return “3 of 8 seats left” for a group, "" for a visit of one's own."""
    return "" if left is None or seats is None else f"{left} of {seats} seats left"


@dataclass(frozen=True, slots=True)
class Held:
    """A time that is kept until an instant."""

    hold_id: HoldId
    practitioner_id: PractitionerId
    start: datetime
    end: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Booked:
    """What a booking took."""

    appointment_id: AppointmentId
    practitioner_id: PractitionerId
    room_id: RoomId | None
    start: datetime
    end: datetime
    outside_hours: bool
    version: int
