"""The dates of a series: in wall times, without a database."""

from datetime import date, datetime, time

import pytest

from clinic_app.kit.errors import Invalid
from clinic_app.scheduling.series.series_rules import (
    MOST_VISITS,
    Frequency,
    Repeat,
    place_in_month,
    rule_text,
    rule_words,
    series_walls,
)

FIRST = datetime.combine(date(2027, 3, 9), time(10))  # the second Tuesday of March


def days(repeat: Repeat, first: datetime = FIRST) -> list[str]:
    return [f"{wall:%d.%m.}" for wall in series_walls(rule_text(repeat, first.date()), first)]


@pytest.mark.parametrize(
    ("repeat", "expected", "words"),
    [
        (Repeat(Frequency.DAILY, count=3), "09.03. 10.03. 11.03.", "every day"),
        (
            Repeat(Frequency.DAILY, every=2, until=date(2027, 3, 14)),
            "09.03. 11.03. 13.03.",
            "every 2 days",
        ),
        (Repeat(Frequency.WEEKLY, count=2), "09.03. 16.03.", "every week on Tue"),
        (
            Repeat(Frequency.WEEKLY, every=2, weekdays=(3, 1), count=4),
            "09.03. 11.03. 23.03. 25.03.",
            "every 2 weeks on Tue and Thu",
        ),
        (Repeat(Frequency.MONTHLY_DAY, count=2), "09.03. 09.04.", "every month on the 9th"),
        (
            Repeat(Frequency.MONTHLY_WEEKDAY, count=3),
            "09.03. 13.04. 11.05.",
            "every month on the 2nd Tue",
        ),
        (
            Repeat(Frequency.MONTHLY_WEEKDAY, week=-1, every=2, count=2),
            "30.03. 25.05.",
            "every 2 months on the last Tue",
        ),
    ],
)
def test_the_dates_and_words_of_a_rule(repeat: Repeat, expected: str, words: str) -> None:
    assert days(repeat) == expected.split()
    assert rule_words(rule_text(repeat, FIRST.date())) == words


def test_a_month_without_a_31st_is_left_out() -> None:
    first = datetime.combine(date(2027, 1, 31), time(9))
    assert days(Repeat(Frequency.MONTHLY_DAY, count=3), first) == ["31.01.", "31.03.", "31.05."]


def test_the_wall_time_stays_over_both_changes_of_the_clock() -> None:
    walls = series_walls(rule_text(Repeat(Frequency.WEEKLY, count=40), FIRST.date()), FIRST)
    assert {wall.time() for wall in walls} == {FIRST.time()}


def test_until_takes_the_whole_of_its_day() -> None:
    assert days(Repeat(Frequency.WEEKLY, until=date(2027, 3, 16))) == ["09.03.", "16.03."]


def test_a_fifth_weekday_is_the_last() -> None:
    assert [place_in_month(date(2027, 3, day)) for day in (2, 9, 23, 30)] == [1, 2, 4, -1]


@pytest.mark.parametrize(
    ("repeat", "field"),
    [
        (Repeat(Frequency.DAILY), "count"),
        (Repeat(Frequency.DAILY, count=1), "count"),
        (Repeat(Frequency.DAILY, count=MOST_VISITS + 1), "count"),
        (Repeat(Frequency.DAILY, count=2, until=date(2027, 5, 1)), "count"),
        (Repeat(Frequency.DAILY, until=date(2027, 3, 8)), "until"),
        (Repeat(Frequency.DAILY, until=date(2028, 3, 8)), "until"),
        (Repeat(Frequency.DAILY, every=0, count=2), "every"),
        (Repeat(Frequency.WEEKLY, weekdays=(7,), count=2), "weekdays"),
        (Repeat(Frequency.MONTHLY_WEEKDAY, week=5, count=2), "frequency"),
    ],
)
def test_what_no_rule_can_be_is_refused_beside_its_field(repeat: Repeat, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        days(repeat)
    assert refused.value.field == field
