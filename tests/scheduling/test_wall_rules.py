"""Wall times in another zone: the same words on the clock, or a word why not."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_instant, to_wall
from clinic_app.scheduling.zone.meeting_rules import Taken, who_meet
from clinic_app.scheduling.zone.wall_rules import Pass, same_wall, trouble_words

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PLACES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca", "UTC")


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001  # naive on purpose
    st.sampled_from(PLACES),
    st.sampled_from(PLACES),
)
def test_what_the_clock_says_stays_or_a_word_is_said(wall: datetime, old: str, new: str) -> None:
    at = to_wall(wall.replace(microsecond=0, tzinfo=UTC), "UTC").replace(tzinfo=UTC)
    moved = same_wall(at, old, new, double="first", now=LONG_AGO)
    assert moved.trouble or to_wall(moved.at, new) == to_wall(at, old)
    if not moved.trouble:
        assert same_wall(moved.at, new, old, double="first", now=LONG_AGO).at == at or (
            same_wall(moved.at, new, old, double="first", now=LONG_AGO).trouble == "twice"
        )
    if moved.trouble == "skipped":
        assert to_wall(moved.at, new) > to_wall(at, old)


@pytest.mark.parametrize(
    ("wall", "new", "double", "expected", "trouble"),
    [
        ("2027-03-14T02:30", "America/New_York", "first", "2027-03-14T07:00", "skipped"),
        ("2027-03-28T02:30", "Europe/Berlin", "first", "2027-03-28T01:00", "skipped"),
        ("2027-10-03T02:10", "Australia/Lord_Howe", "first", "2027-10-02T15:30", "skipped"),
        ("2026-03-22T02:30", "Africa/Casablanca", "first", "2026-03-22T02:00", "skipped"),
        ("2027-11-07T01:30", "America/New_York", "first", "2027-11-07T05:30", "twice"),
        ("2027-11-07T01:30", "America/New_York", "second", "2027-11-07T06:30", "twice"),
        ("2027-10-31T02:30", "Europe/Berlin", "second", "2027-10-31T01:30", "twice"),
        ("2027-04-04T01:45", "Australia/Lord_Howe", "first", "2027-04-03T14:45", "twice"),
        ("2027-04-04T01:45", "Australia/Lord_Howe", "second", "2027-04-03T15:15", "twice"),
        ("2026-02-15T02:30", "Africa/Casablanca", "first", "2026-02-15T01:30", "twice"),
        ("2026-02-15T02:30", "Africa/Casablanca", "second", "2026-02-15T02:30", "twice"),
        ("2027-06-01T09:00", "Europe/Berlin", "first", "2027-06-01T07:00", ""),
    ],
)
def test_both_changes_of_the_clock(
    wall: str, new: str, double: Pass, expected: str, trouble: str
) -> None:
    at = to_instant(datetime.fromisoformat(wall), "Asia/Kolkata")  # whose clocks never change
    moved = same_wall(at, "Asia/Kolkata", new, double=double, now=LONG_AGO)
    assert (moved.at, moved.trouble) == (datetime.fromisoformat(f"{expected}:00+00:00"), trouble)
    assert not trouble or clock(datetime.fromisoformat(wall)) in trouble_words(
        moved.trouble, datetime.fromisoformat(wall), new
    )


@pytest.mark.parametrize("hour", [5, 6])
def test_the_pass_stays_where_the_hour_comes_twice_in_both(hour: int) -> None:
    at = datetime(2027, 11, 7, hour, 30, tzinfo=UTC)
    moved = same_wall(at, "America/New_York", "America/Toronto", double="first", now=LONG_AGO)
    assert (moved.at, moved.trouble) == (at, "")


def test_who_would_fall_on_whom() -> None:
    first, second, third, fourth = (UUID(int=number) for number in range(1, 5))
    doctor, room, patient = ((UUID(int=number), 0) for number in range(9, 12))

    def taken(owner: UUID, resource: tuple[UUID, int], begins: int, ends: int) -> Taken:
        return Taken(
            owner, resource, LONG_AGO.replace(minute=begins), LONG_AGO.replace(minute=ends)
        )

    long = taken(first, doctor, 0, 40)
    inside = taken(second, doctor, 10, 20)
    after = taken(third, doctor, 40, 50)
    assert who_meet([inside, taken(first, doctor, 10, 20)]) == {first: second}
    assert who_meet([after, inside, long]) == {second: first}
    assert who_meet([long, inside, taken(fourth, doctor, 30, 45)]) == {second: first, fourth: first}
    assert who_meet([long, taken(second, room, 10, 20), taken(third, (doctor[0], 1), 0, 40)]) == {}
    both = [long, inside, taken(second, patient, 10, 20), taken(first, patient, 15, 20)]
    assert who_meet(both) == {second: first}  # each two once


def test_what_is_over_there_is_told() -> None:
    at = datetime(2027, 6, 1, 19, tzinfo=UTC)  # 15:00 in New York
    moved = same_wall(
        at, "America/New_York", "Europe/Berlin", double="first", now=at.replace(hour=14)
    )
    assert (moved.at.hour, moved.trouble) == (13, "over")
