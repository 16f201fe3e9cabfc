"""The services of one coming: what is asked of each, and what no coming may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.zone.distance_rules import Distance

MOST_PARTS = 6


@dataclass(frozen=True, slots=True)
class AskedPart:
    """One service of a coming, as it is asked for.

    start: None for when the part before it is over. moving: the visit that goes there, where a
    coming is moved; minutes: how long that lasts. after: how far after the first, None for when
    the part before it is over, or after both buffers.
    """

    service_id: ServiceId
    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    start: datetime | None = None
    assistants: Assistants | None = None
    moving: AppointmentId | None = None
    minutes: int | None = None
    after: Distance | None = None


def moving_in(parts: Sequence[AskedPart]) -> list[AppointmentId]:
    """Return the visits that are moved together: none stands in another's way."""
    return [part.moving for part in parts if part.moving is not None]


def require_several(parts: Sequence[AskedPart]) -> None:
    """Raise Invalid for fewer than two services, or more than a coming may have."""
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(f"One coming has 2 to {MOST_PARTS} services.", field="service")


def require_no_seats(service: str, seats: int) -> None:
    """Raise NotOffered for a group's service: its visits share their time with others'."""
    if seats > 1:
        raise NotOffered(f"{service} is a group's: book it by itself.", field="service")
