"""The rows and words of the pages that patients see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from clinic_app.kit.clock import now
from clinic_app.kit.zones import to_wall, zone
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.public_rules import may_begin
from clinic_app.scheduling.wall_words import clock, short_day

DAYS_SHOWN = 14

TITLES = {
    "service": "What do you come for?",
    "practitioner": "With whom?",
    "time": "When?",
    "person": "Your details",
    "code": "Enter the code",
    "done": "Your visit is booked",
    "over": "Your visit is booked",
    "left": "Nothing is booked yet",
}
HEADING = "booking-step"


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service to choose, or to call about."""

    id: str
    name: str
    lasts: str
    call: bool


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A practitioner to choose."""

    id: str
    name: str
    specialty: str


@dataclass(frozen=True, slots=True)
class DayCard:
    """A day with free times."""

    day: str  # 2026-11-20
    weekday: str  # Fri
    date: str  # 20 Nov
    free: str  # 12 free


@dataclass(frozen=True, slots=True)
class TimeCard:
    """A free time; `start` is its instant, which is what a click sends back."""

    start: str
    label: str  # 10:00, or 1:30 EDT where the hour comes twice
    seats: str = ""  # of a group: 3 of 8 seats left


def offered(
    slots: Iterable[FreeSlot],
    settings: PublicSettings,
    zone_name: str,
    *,
    but: datetime | None = None,
) -> list[FreeSlot]:
    """Return those that a patient may book by the clinic's settings; `but` one start."""
    moment = now()
    return [
        slot
        for slot in slots
        if slot.start != but and may_begin(slot.start, settings, moment=moment, zone_name=zone_name)
    ]


def day_cards(slots: Iterable[FreeSlot], zone_name: str) -> list[DayCard]:
    """Return the days that have free times, in order."""
    counts: dict[date, int] = {}
    for slot in slots:
        day = to_wall(slot.start, zone_name).date()
        counts[day] = counts.get(day, 0) + 1
    return [
        DayCard(day.isoformat(), f"{day:%a}", f"{day.day} {day:%b}", f"{many} free")
        for day, many in sorted(counts.items())
    ]


def time_cards(slots: Iterable[FreeSlot], zone_name: str, day: date) -> list[TimeCard]:
    """Return a day's free times; an hour that comes twice is told apart by its zone's name."""
    walls = [
        (slot, wall) for slot in slots if (wall := to_wall(slot.start, zone_name)).date() == day
    ]
    seen = [wall for _, wall in walls]
    return [
        TimeCard(
            slot.start.isoformat(),
            _with_zone(slot.start, zone_name) if seen.count(wall) > 1 else clock(wall),
            slot.seats_words,
        )
        for slot, wall in walls
    ]


def near_cards(slots: Iterable[FreeSlot], zone_name: str) -> list[TimeCard]:
    """Return free times of several days, each with its day."""
    walls = [(slot, to_wall(slot.start, zone_name)) for slot in slots]
    return [
        TimeCard(slot.start.isoformat(), f"{short_day(wall)}, {clock(wall)}", slot.seats_words)
        for slot, wall in walls
    ]


def _with_zone(start: datetime, zone_name: str) -> str:
    local = start.astimezone(zone(zone_name))
    return f"{clock(local)} {local:%Z}"


def parse_instant(text: str) -> datetime | None:
    """Read an instant that a page sent out; None for anything else."""
    try:
        start = datetime.fromisoformat(text)
        return None if start.tzinfo is None else start.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parse_first_day(text: str) -> date | None:
    """Read a day of the years that a clinic plans in; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2200 else None


def zone_words(zone_name: str) -> str:
    """Return “New York time (EST)”: whose clocks the times are."""
    city = zone_name.rsplit("/", 1)[-1].replace("_", " ")
    short = f"{now().astimezone(zone(zone_name)):%Z}"
    return f"{city} time ({short})" if short.isalpha() else f"{city} time (UTC{_offset(short)})"


def _offset(short: str) -> str:
    return f"{short[:3]}:{short[3:]}" if len(short) > 3 else short


def last_day(settings: PublicSettings, zone_name: str) -> date:
    """Return the last day that a patient may book."""
    return to_wall(now(), zone_name).date() + timedelta(days=settings.days_ahead)
