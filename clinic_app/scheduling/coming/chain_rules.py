"""How several services fit one after the other: pure, on what is known of each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import zip_longest

from clinic_app.scheduling.assistants.team_rules import has_team, team_at, works
from clinic_app.scheduling.coming.own_services import NOTHING, Own, after
from clinic_app.scheduling.free_times.slot_facts import Resource, SlotFacts, instant
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_rules import Span, overlapping
from clinic_app.scheduling.limit_rules import EXCEPTION_NAMES, OVER, broken
from clinic_app.scheduling.overrides import NOT_WAIVED, Waived
from clinic_app.scheduling.zone.distance_rules import Distance


@dataclass(frozen=True, slots=True)
class Link:
    """One service of a chain: when, with whom, where."""

    facts: SlotFacts
    start: int
    worker: Worker
    room: Resource | None

    @property
    def end(self) -> int:
        """When the visit itself is over."""
        return self.start + self.facts.need.duration

    @property
    def helpers(self) -> tuple[Worker, ...]:
        """Who would assist, each in their part, as far as they are free."""
        return team_at(self.facts.team, self.facts.need, self.worker.id, self.start) or ()

    @property
    def outside_hours(self) -> bool:
        """Whether it lies outside of the practitioner's working hours."""
        return not works(self.worker, self.facts.need, self.start)

    @property
    def exceptions(self) -> tuple[str, ...]:
        """What of the rules it would break on purpose, in words."""
        around = self.facts.need.around(self.start)
        taken = (self.worker, *((self.room,) if self.room else ()), *self.facts.devices)
        over = any(overlapping(one.busy, around) for one in taken)
        kinds = (broken(self.facts.limits, self.facts.bookable, self.start), OVER if over else "")
        return tuple(EXCEPTION_NAMES[kind] for kind in kinds if kind)


def chain_at(
    chain: Sequence[SlotFacts],
    start: int,
    *,
    apart: Sequence[Distance | None] = (),
    waived: Waived = NOT_WAIVED,
) -> tuple[Link, ...]:
    """Return the services from `start` on, as far as they fit: all of them, or fewer.

    Each follows the one before at once, or after both buffers where it cannot at once, because
    they share somebody, a room or a device. apart: of each but the first, how far after the first
    it shall begin instead. waived: what does not stand against them.
    """
    best: tuple[Link, ...] = ()
    for first in _links(chain[0], start, NOTHING, waived):
        links = _follow(tuple(zip_longest(chain[1:], apart)), first, waived)
        if len(links) == len(chain):
            return links
        best = max(best, links, key=len)
    return best


def _follow(
    rest: Sequence[tuple[SlotFacts, Distance | None]], first: Link, waived: Waived
) -> tuple[Link, ...]:
    links, own = [first], _with(NOTHING, first)
    for facts, far in rest:
        end, buffers = links[-1].end, links[-1].facts.need.after + facts.need.before
        starts = dict.fromkeys((end, end + buffers)) if far is None else (follows_at(links, far),)
        left = after(facts, own)
        found = (one for at in starts for one in _links(left, at, own, waived))
        link = min(found, key=_against, default=None) if any(waived) else next(found, None)
        if link is None:
            break
        links.append(link)
        own = _with(own, link)
    return tuple(links)


def follows_at(links: Sequence[Link], apart: Distance | None) -> int:
    """Return when the service after these is to begin."""
    if apart is None:
        return links[-1].end
    first = links[0]
    return int(apart.after(instant(first.start), first.facts.zone_name).timestamp())


def _by_visits(link: Link) -> int:
    return len(link.worker.busy)


def _by_ease(link: Link) -> tuple[int, int]:
    return _against(link), _by_visits(link)


def _against(link: Link) -> int:
    """Return how much would have stood against it, had nothing been waived."""
    return link.outside_hours + len(link.exceptions)


def _links(facts: SlotFacts, start: int, own: Own, waived: Waived) -> Iterator[Link]:
    """Yield who could give a service at one time: who is at work and free, the least busy first."""
    around, over = facts.need.around(start), waived.others and facts.limits.overbook > 0
    waived = waived._replace(others=over)
    if not waived.rules and not _is_bookable(facts, start):
        return
    if facts.elsewhere(facts.need.visit(start)):
        return
    for device in facts.devices:
        if device.archived or not _is_free(device, around, own, over=over):
            return
    rooms = [one for one in facts.rooms if _is_free(one, around, own, over=over)]
    if facts.needs_room and not rooms:
        return
    rooms.sort(key=lambda one: overlapping(one.busy, around) is not None)
    able = (one for one in facts.workers if _is_able(facts, one, start, own, waived))
    links = (Link(facts, start, one, rooms[0] if facts.needs_room else None) for one in able)
    yield from sorted(links, key=_by_ease if any(waived) else _by_visits)


def _is_bookable(facts: SlotFacts, start: int) -> bool:
    earliest, end = facts.bookable
    return earliest <= start < end and not overlapping(facts.full, (start, start + 1))


def _is_able(facts: SlotFacts, worker: Worker, start: int, own: Own, waived: Waived) -> bool:
    return (
        (waived.hours or works(worker, facts.need, start))
        and _is_free(worker, facts.need.around(start), own, over=waived.others)
        and (waived.rules or not worker.is_full(start))
        and has_team(facts.team, facts.need, worker.id, start, waived)
    )


def _is_free(one: Worker | Resource, around: Span, own: Own, *, over: bool) -> bool:
    """Tell whether nobody else has it, or it may be taken over them, and no service before."""
    others = () if over else one.busy
    return not overlapping((*others, *own.spans.get(one.id, ())), around)


def own_of(links: Sequence[Link]) -> Own:
    """Return what these services take."""
    return reduce(_with, links, NOTHING)


def _with(own: Own, link: Link) -> Own:
    facts, start = link.facts, link.start
    around = facts.need.around(start)
    places = [*facts.devices, *([link.room] if link.room else [])]
    spans = dict.fromkeys((link.worker.id, *(one.id for one in places)), around)
    helpers = {one.id: one.around(facts.need, start) for one in link.helpers}
    service = [facts.service_id] if facts.service_id else []
    return own.plus(start, {**spans, **helpers}, [link.worker.id, *helpers, *service])
