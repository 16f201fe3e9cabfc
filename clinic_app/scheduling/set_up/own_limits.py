"""A service's own bounds of booking, checked."""

from collections.abc import Callable
from dataclasses import dataclass

from clinic_app.kit.errors import Invalid
from clinic_app.scheduling.booking_limits import (
    MOST_A_DAY,
    MOST_OVERBOOKED,
    MOST_SEATS,
)
from clinic_app.scheduling.set_up.set_booking_rules import checked_ahead, checked_notice
from clinic_app.scheduling.tables import Service


@dataclass(frozen=True, slots=True)
class OwnLimits:
    """What a service has of its own; None means as the clinic's rules, or any number."""

    visits_a_day: int | None = None
    notice_minutes: int | None = None
    ahead_days: int | None = None
    seats: int = 1
    overbook: int = 0

    def put_on(self, row: Service) -> None:
        """Write them on a service. Raises Invalid beside a field."""
        row.visits_a_day = checked_cap(self.visits_a_day)
        row.notice_minutes = _or_none(self.notice_minutes, checked_notice)
        row.ahead_days = _or_none(self.ahead_days, checked_ahead)
        row.seats = _between(self.seats, 1, MOST_SEATS, "seats")
        row.overbook = _between(self.overbook, 0, MOST_OVERBOOKED, "overbook")
        if row.seats > 1 and row.overbook:
            raise Invalid("A service with seats is not overbooked as well.", field="overbook")


NO_LIMITS = OwnLimits()


def checked_cap(visits: int | None) -> int | None:
    """Return a cap of visits a day. Raises Invalid."""
    if visits is not None and not 1 <= visits <= MOST_A_DAY:
        raise Invalid(f"This is between 1 and {MOST_A_DAY}, or empty.", field="visits_a_day")
    return visits


def _between(value: int, least: int, most: int, field: str) -> int:
    if not least <= value <= most:
        raise Invalid(f"This is between {least} and {most}.", field=field)
    return value


def _or_none(value: int | None, check: Callable[[int], int]) -> int | None:
    return None if value is None else check(value)
