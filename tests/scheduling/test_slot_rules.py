"""The arithmetic of free starts, against a slow and obvious one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clinic_app.scheduling.free_times.slot_rules import (
    Need,
    Span,
    common,
    covers,
    forbidden_by_rooms,
    forbidden_starts,
    grid,
    joined,
    outside,
    overlapping,
)

spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 40)).map(lambda s: (s[0], s[0] + s[1])),
    max_size=6,
)
needs = st.builds(Need, st.integers(1, 30), st.integers(0, 10), st.integers(0, 10))


def within(second: int, many: list[Span]) -> bool:
    return any(begin <= second < end for begin, end in many)


def meets(one: Span, many: list[Span]) -> bool:
    return any(begin < one[1] and end > one[0] for begin, end in many)


@given(spans)
def test_joined_spans_hold_the_same_time_apart(many: list[Span]) -> None:
    result = joined(many)
    assert all(one[1] < two[0] for one, two in pairwise(result))
    assert all(within(second, result) == within(second, many) for second in range(250))


@given(spans, spans)
def test_common_time_lies_in_both(one: list[Span], two: list[Span]) -> None:
    result = common(joined(one), joined(two))
    for second in range(250):
        assert within(second, result) == (within(second, one) and within(second, two))


@given(spans, needs)
def test_a_start_is_forbidden_exactly_when_the_visit_would_overlap(
    busy: list[Span], need: Need
) -> None:
    forbidden = forbidden_starts(busy, need)
    for start in range(250):
        assert within(start, forbidden) == meets(need.around(start), busy)


@given(st.lists(spans, min_size=1, max_size=4), needs)
def test_rooms_forbid_only_what_none_of_them_has(rooms: list[list[Span]], need: Need) -> None:
    """One room must be free for the whole visit: two half-free ones are no help."""
    forbidden = forbidden_by_rooms(rooms, need)
    for start in range(250):
        none_free = all(meets(need.around(start), busy) for busy in rooms)
        assert within(start, forbidden) == none_free


@given(spans, st.integers(1, 30), st.integers(1, 20), spans)
def test_free_starts_lie_on_the_grid_within_work_and_outside_the_forbidden(
    work: list[Span], duration: int, step: int, forbidden: list[Span]
) -> None:
    apart = joined(work)
    starts = list(grid(apart, duration, step))
    assert all(covers(apart, (start, start + duration)) for start in starts)
    # None is missing: of every span, each step that still fits.
    expected = [
        start
        for begin, end in apart
        for start in range(begin, end, step)
        if start + duration <= end
    ]
    assert starts == expected
    free = outside(starts, joined(forbidden))
    assert free == [start for start in starts if not within(start, forbidden)]


@given(spans, st.integers(0, 200), st.integers(1, 40))
def test_the_overlap_that_is_named_ends_last(busy: list[Span], begin: int, length: int) -> None:
    span = (begin, begin + length)
    met = overlapping(busy, span)
    assert (met is not None) == meets(span, busy)
    if met is not None:
        assert met[1] == max(end for start, end in busy if meets(span, [(start, end)]))
