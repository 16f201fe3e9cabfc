"""Exceptions and holidays as pages show them. Ids and dates are text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DateHoursRow:
    """What one date of a practitioner has of its own."""

    day: str  # ISO date
    rule: str  # closed, instead or extra
    hours: str  # “08:00–12:00, 13:00–15:00”, empty when closed
    note: str


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A date on which the clinic is closed."""

    id: str
    day: str  # ISO date: of a yearly one, the next time
    name: str
    yearly: bool
