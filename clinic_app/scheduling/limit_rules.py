"""A service's own bounds: how soon, how far ahead, how many a day. Pure but for the zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from clinic_app.kit.zones import day_bounds, to_wall
from clinic_app.scheduling.free_times.slot_rules import Span

NOTICE, AHEAD, CAP, OVER = "notice", "ahead", "cap", "over"

# How a visit is marked that was booked against a rule on purpose.
EXCEPTION_NAMES = {
    NOTICE: "Short notice",
    AHEAD: "Beyond the booking horizon",
    CAP: "Over the day’s cap",
    OVER: "Overbooked",
}


def marks_of(exceptions: str, lane: int) -> str:
    """Return how a visit is marked that was booked on purpose: “Overbooked · Short notice”."""
    kinds = [*([OVER] if lane else []), *(kind for kind in exceptions.split(",") if kind)]
    return " · ".join(EXCEPTION_NAMES[kind] for kind in kinds)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a clinic's rules and the service's own leave of all times."""

    notice: int  # seconds
    ahead_days: int
    cap: int | None  # the service's visits a day
    seats: int
    overbook: int

    @classmethod
    def of(
        cls, notice_minutes: int, ahead_days: int, cap: int | None, seats: int, overbook: int
    ) -> "Limits":
        """Make them of a row's values."""
        return cls(notice_minutes * 60, ahead_days, cap, seats, overbook)

    def bookable(self, now: datetime, zone_name: str) -> Span:
        """Return the span of starts between the notice and the end of the last day."""
        last_day = to_wall(now, zone_name).date() + timedelta(days=self.ahead_days)
        earliest = ceil(now.timestamp()) + self.notice
        return (earliest, span_of_day(last_day, zone_name)[1])


def span_of_day(day: date, zone_name: str) -> Span:
    """Return a local day in seconds."""
    begin, end = day_bounds(day, zone_name)
    return int(begin.timestamp()), int(end.timestamp())


def broken(limits: Limits, bookable: Span, start: int) -> str:
    """Return which bound a start breaks: NOTICE, AHEAD or ""."""
    if limits.notice and start < bookable[0]:
        return NOTICE
    return AHEAD if start >= bookable[1] else ""


def why_broken(limits: Limits, service: str, kind: str) -> str:
    """Return the sentence about a broken bound."""
    if kind == NOTICE:
        return f"The notice is too short: {service} needs {in_time(limits.notice // 60)}."
    days = "1 day" if limits.ahead_days == 1 else f"{limits.ahead_days} days"
    return f"Too far ahead: {service} is booked at most {days} before."


def why_full(who: str, cap: int) -> str:
    """Return the sentence about a day that has no place left."""
    return f"{who} has reached {cap} visit{'s' if cap != 1 else ''} this day."


def in_time(minutes: int) -> str:
    """Return “45 minutes”, “2 hours”, “3 days” or “1 day 2 hours”."""
    parts: list[str] = []
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        many, minutes = divmod(minutes, size)
        if many:
            parts.append(f"{many} {word}{'s' if many > 1 else ''}")
    return " ".join(parts) or "no time"
