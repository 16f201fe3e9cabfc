"""When a job that failed is tried again, and when no more."""

from datetime import timedelta

import pytest

from clinic_app.jobs.retries import WAITS, is_last_try
from clinic_app.kit.clock import frozen, now


def test_it_is_given_up_after_every_wait() -> None:
    assert [is_last_try(tried) for tried in range(len(WAITS) + 1)] == [False] * len(WAITS) + [True]


@pytest.mark.parametrize("tried", range(len(WAITS)))
def test_it_is_given_up_where_the_next_try_would_come_too_late(tried: int) -> None:
    with frozen(now()):
        next_try = now() + WAITS[tried]
        assert is_last_try(tried, until=next_try)
        assert not is_last_try(tried, until=next_try + timedelta(seconds=1))


def test_what_is_good_for_ten_minutes_is_tried_five_times() -> None:
    begun = now()
    tried, until = 0, begun + timedelta(minutes=10)
    at = begun
    while True:
        with frozen(at):
            if is_last_try(tried, until=until):
                break
            at, tried = at + WAITS[tried], tried + 1
    assert (tried + 1, at < until) == (5, True)
