"""Wall times and instants. A clinic lives in one zone; the tables live in UTC.

Source of the rules: the IANA time zone database, as pytz ships it.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import pytz

from clinic_app.kit.errors import Invalid
from clinic_app.kit.time_words import clock

_MINUTE = timedelta(minutes=1)


class NoSuchTime(Invalid):
    """The clocks skip this wall time on that day."""

    code = "no_such_time"


class TimeComesTwice(Invalid):
    """The clocks pass this wall time twice on that day; somebody must say which is meant."""

    code = "time_comes_twice"


@cache
def zone(name: str) -> pytz.BaseTzInfo:
    """Return the zone of an IANA name such as "Europe/Berlin". Raises Invalid for others."""
    try:
        return pytz.timezone(name)
    except pytz.UnknownTimeZoneError:
        raise Invalid(f"There is no time zone called “{name}”.", field="time_zone") from None


@cache
def zone_names() -> tuple[str, ...]:
    """Return every zone a clinic may choose, sorted."""
    return tuple(pytz.common_timezones)


def to_instant(wall: datetime, zone_name: str, *, second_pass: bool | None = None) -> datetime:
    """Turn a naive wall time of a zone into a UTC instant.

    second_pass: of an hour that comes twice, True takes the later one, False the earlier.
    Raises NoSuchTime or TimeComesTwice when the wall time does not name one instant.
    """
    place = zone(zone_name)
    try:
        return place.localize(wall, is_dst=None).astimezone(UTC)
    except pytz.NonExistentTimeError:
        raise NoSuchTime(
            f"{clock(wall)} does not exist on {_day(wall)}: the clocks go forward over it.",
            field="start",
        ) from None
    except pytz.AmbiguousTimeError:
        if second_pass is not None:
            first, second = _both_readings(wall, zone_name)
            return second if second_pass else first
        raise TimeComesTwice(
            f"{clock(wall)} comes twice on {_day(wall)}: the clocks go back over it.",
            field="start",
        ) from None


def _day(wall: datetime) -> str:
    return f"{wall.day} {wall:%B %Y}"


@lru_cache(maxsize=8192)
def to_wall(instant: datetime, zone_name: str) -> datetime:
    """Turn an aware instant into the naive wall time of a zone."""
    return instant.astimezone(zone(zone_name)).replace(tzinfo=None)


def which_pass(instant: datetime, zone_name: str) -> int:
    """Return 1 or 2 for the first or second pass of an hour that comes twice, 0 for any other."""
    place = zone(zone_name)
    wall = instant.astimezone(place).replace(tzinfo=None)
    try:
        place.localize(wall, is_dst=None)
    except pytz.AmbiguousTimeError:
        return 1 if instant == _both_readings(wall, zone_name)[0] else 2
    return 0


class ClockChange(NamedTuple):
    """That the clocks change within a day: when on the wall that hangs until then, and by what."""

    at: int  # minutes since midnight: 120 for 2:00
    by: int  # minutes: -60 in autumn, 60 in spring


@cache
def clock_change(day: date, zone_name: str) -> ClockChange | None:
    """Return a local day's change of the clock; None on all other days, and at its midnight."""
    begin, end = day_bounds(day, zone_name)
    last = end - _MINUTE
    change = next_change(begin, last, zone_name)
    if change is None:
        return None
    wall = to_wall(change - _MINUTE, zone_name) + _MINUTE
    since = wall - datetime.combine(day, time())
    by = offset(last, zone_name) - offset(begin, zone_name)
    return ClockChange(int(since.total_seconds()) // 60, by // 60)


def next_change(begin: datetime, end: datetime, zone_name: str) -> datetime | None:
    """Return the minute in a span of some days at which the clocks change, None where they do not.

    Both bounds are whole minutes.
    """
    before = offset(begin, zone_name)
    if before == offset(end, zone_name):
        return None
    while end - begin > _MINUTE:
        middle = (begin + (end - begin) / 2).replace(second=0, microsecond=0)
        if offset(middle, zone_name) == before:
            begin = middle
        else:
            end = middle
    return end


def offset(instant: datetime, zone_name: str) -> int:
    """Return by how many seconds a zone's walls are ahead of UTC."""
    wall = to_wall(instant, zone_name).replace(tzinfo=UTC)
    return int((wall - instant).total_seconds())


@lru_cache(maxsize=8192)
def first_instant(wall: datetime, zone_name: str) -> datetime:
    """Return the first instant at or after a wall time, never refusing.

    For bounds (opening hours, the start of a day), where a skipped hour means
    "as soon as the clocks have gone forward" and a double one its first pass.
    """
    try:
        return to_instant(wall, zone_name, second_pass=False)
    except NoSuchTime:
        return _end_of_gap(wall, zone_name)


def _both_readings(wall: datetime, zone_name: str) -> tuple[datetime, datetime]:
    """Return what a wall time means by the zone's two offsets of that day, earlier first.

    Not by `is_dst` alone: Dublin and Casablanca call their winter, or Ramadan, the odd one.
    """
    place = zone(zone_name)
    readings = [place.localize(wall, is_dst=is_dst).astimezone(UTC) for is_dst in (True, False)]
    return min(readings), max(readings)


def _end_of_gap(wall: datetime, zone_name: str) -> datetime:
    """Return the instant at which the clocks went forward over a wall time."""
    before, after = _both_readings(wall, zone_name)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if to_wall(middle, zone_name) < wall:
            before = middle
        else:
            after = middle
    return after


@lru_cache(maxsize=8192)
def day_bounds(day: date, zone_name: str) -> tuple[datetime, datetime]:
    """Return the instants at which a local day begins and ends (23 to 25 hours apart)."""
    midnight = time()
    start = first_instant(datetime.combine(day, midnight), zone_name)
    end = first_instant(datetime.combine(day + timedelta(days=1), midnight), zone_name)
    return start, end
