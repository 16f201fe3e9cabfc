"""Which starts are free: interval arithmetic on whole seconds, without clock or database.

A span is (begin, end) in seconds since 1970, half-open. The trick that keeps it simple: every
obstacle is turned into the span of starts that it forbids, so a search is "grid points in
working time that lie in no forbidden span", and any number of rooms costs one intersection.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Need:
    """How long a visit takes and what it keeps free around itself, in seconds."""

    duration: int
    before: int = 0
    after: int = 0

    def visit(self, start: int) -> Span:
        """Return the visit itself from `start`."""
        return (start, start + self.duration)

    def around(self, start: int) -> Span:
        """Return what a visit from `start` takes, buffers included."""
        return (start - self.before, start + self.duration + self.after)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as sorted spans that neither overlap nor touch."""
    result: list[Span] = []
    for begin, end in sorted(spans):
        if begin >= end:
            continue
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((begin, end))
    return result


def common(first: Sequence[Span], second: Sequence[Span]) -> list[Span]:
    """Return the time that lies in both of two joined lists."""
    result: list[Span] = []
    one = two = 0
    while one < len(first) and two < len(second):
        begin = max(first[one][0], second[two][0])
        end = min(first[one][1], second[two][1])
        if begin < end:
            result.append((begin, end))
        if first[one][1] < second[two][1]:
            one += 1
        else:
            two += 1
    return result


def forbidden_starts(busy: Iterable[Span], need: Need) -> list[Span]:
    """Return the starts from which a visit, with its buffers, would overlap any busy span."""
    return joined(
        (begin - need.duration - need.after + 1, end + need.before) for begin, end in busy
    )


def forbidden_by_rooms(busy_of_rooms: Sequence[Sequence[Span]], need: Need) -> list[Span]:
    """Return the starts at which no room at all is free for the whole visit."""
    if not busy_of_rooms:
        raise ValueError("a visit without a fitting room has no starts at all")
    result = forbidden_starts(busy_of_rooms[0], need)
    for busy in busy_of_rooms[1:]:
        if not result:
            break
        result = common(result, forbidden_starts(busy, need))
    return result


def unworked_starts(work: Sequence[Span], duration: int) -> list[Span]:
    """Return the starts from which a visit would not lie within one of the joined spans."""
    edges = [0]
    for begin, end in work:
        if end - begin >= duration:
            edges += [begin, end - duration + 1]
    edges.append(1 << 62)
    return [(edges[n], edges[n + 1]) for n in range(0, len(edges), 2)]


def grid(work: Iterable[Span], duration: int, step: int) -> Iterator[int]:
    """Yield the starts that working time offers: every `step` from the begin of each span.

    The visit itself ends within the span; buffers may hang over its edge.
    """
    for begin, end in work:
        yield from range(begin, end - duration + 1, step)


def outside(starts: Iterable[int], forbidden: Sequence[Span]) -> list[int]:
    """Return those of the sorted starts that lie in none of the joined spans."""
    result: list[int] = []
    at = 0
    for start in starts:
        while at < len(forbidden) and forbidden[at][1] <= start:
            at += 1
        if at == len(forbidden) or start < forbidden[at][0]:
            result.append(start)
    return result


def overlapping(busy: Iterable[Span], span: Span) -> Span | None:
    """Return the busy span that overlaps `span` and ends last, None when there is none."""
    met = [each for each in busy if each[0] < span[1] and each[1] > span[0]]
    return max(met, key=lambda each: each[1]) if met else None


def covers(work: Sequence[Span], span: Span) -> bool:
    """Tell whether one of the joined working spans holds the whole of `span`."""
    at = bisect_right(work, (span[0], 1 << 62)) - 1
    return at >= 0 and work[at][0] <= span[0] and span[1] <= work[at][1]
