"""When somebody who waits could come, without a database."""

from datetime import date, datetime, time, timedelta

import pytest

from clinic_app.kit.errors import Invalid
from clinic_app.scheduling.waiting.waiting_rules import MIDNIGHT, checked, fits, kept, read, words

MONDAY = date(2027, 3, 1)
MORNINGS = [(0, time(9), time(12)), (4, time(15), MIDNIGHT)]


@pytest.mark.parametrize(
    ("days", "at", "expected"),
    [
        (0, time(9), True),
        (0, time(11, 30), True),
        (0, time(11, 45), False),  # it would end after noon
        (0, time(8, 45), False),
        (1, time(10), False),
        (4, time(23, 45), True),
    ],
)
def test_a_window_holds_the_whole_visit(days: int, at: time, expected: bool) -> None:
    start = datetime.combine(MONDAY + timedelta(days=days), at)
    assert fits(MORNINGS, None, start, start + timedelta(minutes=30)) is expected


def test_until_is_the_last_day_and_no_window_is_any_time() -> None:
    start = datetime.combine(MONDAY, time(20))
    end = start + timedelta(minutes=30)
    assert fits([], MONDAY, start, end)
    assert not fits([], MONDAY - timedelta(days=1), start, end)


def test_windows_are_kept_and_read_and_said() -> None:
    assert read(kept(checked(MORNINGS))) == MORNINGS
    assert words(MORNINGS) == "Mon 9:00–12:00, Fri from 15:00"
    assert words([(2, MIDNIGHT, MIDNIGHT), (3, MIDNIGHT, time(10))]) == "Wed, Thu until 10:00"
    assert words([]) == "Any day, any time"


@pytest.mark.parametrize("window", [(7, time(9), time(12)), (0, time(12), time(9))])
def test_what_no_week_holds(window: tuple[int, time, time]) -> None:
    with pytest.raises(Invalid):
        checked([window])
