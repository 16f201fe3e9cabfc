"""Wall times and instants, around both changes of the clock and in odd zones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.kit.zones import (
    NoSuchTime,
    TimeComesTwice,
    day_bounds,
    first_instant,
    to_instant,
    to_wall,
)

ZONES = [
    *("America/New_York", "Europe/Berlin", "Australia/Lord_Howe"),
    *("Africa/Casablanca", "Europe/Dublin", "Asia/Kolkata"),
]

walls = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 12, 31))  # noqa: DTZ001  # wall times are naive


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "skipped", "transition"),
    [
        ("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00"),
        ("Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),
        ("Africa/Casablanca", "2026-03-22T02:59", "2026-03-22T02:00"),
    ],
)
def test_a_skipped_time_is_refused_and_as_a_bound_means_the_change(
    zone: str, skipped: str, transition: str
) -> None:
    at = wall(skipped)
    with pytest.raises(NoSuchTime, match=f" on {at.day} {at:%B %Y}: "):
        to_instant(at, zone)
    assert first_instant(wall(skipped), zone) == utc(transition)


@pytest.mark.parametrize(
    ("zone", "twice", "first", "second"),
    [
        ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", "2026-11-01T06:30"),
        ("Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30", "2026-10-25T01:30"),
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45", "2026-04-04T15:15"),
        # Their summer is the standard and the rest the exception.
        ("Africa/Casablanca", "2026-02-15T02:30", "2026-02-15T01:30", "2026-02-15T02:30"),
        ("Europe/Dublin", "2026-10-25T01:30", "2026-10-25T00:30", "2026-10-25T01:30"),
    ],
)
def test_a_time_that_comes_twice_is_refused_unless_its_pass_is_named(
    zone: str, twice: str, first: str, second: str
) -> None:
    at = wall(twice)
    with pytest.raises(TimeComesTwice, match=f" on {at.day} {at:%B %Y}: "):
        to_instant(at, zone)
    assert to_instant(wall(twice), zone, second_pass=False) == utc(first)
    assert to_instant(wall(twice), zone, second_pass=True) == utc(second)
    assert first_instant(wall(twice), zone) == utc(first)


@given(walls, st.timedeltas(timedelta(0), timedelta(days=2)), st.sampled_from(ZONES))
def test_later_walls_never_mean_earlier_instants(
    start: datetime, later: timedelta, zone: str
) -> None:
    assert first_instant(start, zone) <= first_instant(start + later, zone)


@given(walls, st.sampled_from(ZONES))
def test_the_first_instant_is_at_or_after_the_wall_time_and_no_instant_is_sooner(
    moment: datetime, zone: str
) -> None:
    instant = first_instant(moment, zone)
    assert to_wall(instant, zone) >= moment
    assert to_wall(instant - timedelta(seconds=1), zone) < moment


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from(ZONES))
def test_days_follow_one_another_without_a_gap(day: date, zone: str) -> None:
    start, end = day_bounds(day, zone)
    assert day_bounds(day + timedelta(days=1), zone)[0] == end
    assert timedelta(hours=23) <= end - start <= timedelta(hours=25)
