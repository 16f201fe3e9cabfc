"""What a week may be, how it is typed and said."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.kit.errors import Invalid
from clinic_app.scheduling.hours.hours_rules import END_OF_DAY
from clinic_app.scheduling.hours.week_rules import (
    checked_week,
    field_of,
    in_words,
    read_time,
)
from clinic_app.scheduling.rows import DaySpan
from tests.scheduling.setting_up import work


@pytest.mark.parametrize(
    ("day", "spans", "words"),
    [
        (0, [work(0, "09:00", "12:00"), work(0, "11:59", "15:00")], "overlap"),
        (2, [work(2, "12:00", "09:00")], "ends before it starts"),
        (2, [work(2, "09:00", "09:00")], "ends before it starts"),
        (4, [work(4, "12:00", "12:30", "break")], "outside"),
        (4, [work(4, "09:00", "12:00"), work(4, "11:30", "12:30", "break")], "outside"),
        (
            4,
            [
                work(4, "09:00", "17:00"),
                work(4, "12:00", "13:00", "break"),
                work(4, "12:30", "13:30", "break"),
            ],
            "overlap",
        ),
        (6, [work(6, "09:00", "17:00", "lunch")], "work or a break"),
        (6, [work(6, f"{hour:02}:00", f"{hour:02}:30") for hour in range(13)], "too many"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_day(
    day: int, spans: list[DaySpan], words: str
) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        checked_week([work(1, "08:00", "09:00"), *spans])
    assert refused.value.field == field_of(day)


def test_spans_may_touch_and_a_break_may_cross_where_they_do() -> None:
    week = [
        work(0, "13:00", "17:00"),
        work(0, "09:00", "13:00"),
        work(0, "12:30", "13:30", "break"),
    ]
    assert in_words(checked_week(week)) == "Mon 9:00–12:30, 13:30–17:00"


def test_midnight_is_the_end_of_the_day() -> None:
    (span,) = checked_week([work(5, "18:00", "00:00")])
    assert span.ends == END_OF_DAY
    assert in_words([span]) == "Sat 18:00–24:00"


def test_a_weekday_of_nowhere_is_refused() -> None:
    with pytest.raises(Invalid):
        checked_week([work(7, "09:00", "17:00")])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("9", "09:00"), ("09:30", "09:30"), ("930", "09:30"), ("9.30", "09:30")),
        *(("1745", "17:45"), (" 8:05 ", "08:05"), ("14h", "14:00"), ("24:00", "00:00")),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert read_time(typed, 0) == time.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["", "  ", "25:00", "9:75", "noon", "9:3", "12:30:00", "１２"])
def test_what_is_no_time_is_refused_beside_the_day(typed: str) -> None:
    with pytest.raises(Invalid, match="Thursday") as refused:
        read_time(typed, 3)
    assert refused.value.field == field_of(3)


@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)))
def test_a_time_that_is_shown_is_read_again(at: time) -> None:
    assert read_time(f"{at:%H:%M}", 0) == at


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "No working hours"),
        ([0, 2, 3], "Mon, Wed–Thu 9:00–10:00"),
        ([0, 1, 2, 3, 4, 5, 6], "Mon–Sun 9:00–10:00"),
    ],
)
def test_equal_days_are_said_together(days: list[int], words: str) -> None:
    assert in_words([work(day, "09:00", "10:00") for day in days]) == words
