"""How several services fit one after the other: pure, on what is known of each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from clinic_app.scheduling.slot_facts import Resource, SlotFacts
from clinic_app.scheduling.slot_people import Worker
from clinic_app.scheduling.slot_rules import Span, overlapping
from clinic_app.scheduling.team_rules import has_team, is_free

_Own = dict[UUID, list[Span]]  # what the services before take, by whose time it is


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


def chain_at(chain: Sequence[SlotFacts], start: int) -> tuple[Link, ...]:
    """Return the services from `start` on, as far as they fit: all of them, or fewer.

    Each follows the one before at once, or after both buffers where it cannot at once, because
    they share somebody, a room or a device.
    """
    best: tuple[Link, ...] = ()
    for first in _links(chain[0], start, {}):
        links = _follow(chain[1:], first)
        if len(links) == len(chain):
            return links
        best = max(best, links, key=len)
    return best


def _follow(rest: Sequence[SlotFacts], first: Link) -> tuple[Link, ...]:
    links, own = [first], _taken({}, first)
    for facts in rest:
        end = links[-1].end
        gap = links[-1].facts.need.after + facts.need.before
        starts = dict.fromkeys((end, end + gap))
        link = next((one for at in starts for one in _links(facts, at, own)), None)
        if link is None:
            break
        links.append(link)
        own = _taken(own, link)
    return tuple(links)


def _links(facts: SlotFacts, start: int, own: _Own) -> Iterator[Link]:
    """Yield who could give a service at one time, the least busy first."""
    around, moment = facts.need.around(start), (start, start + 1)
    earliest, end = facts.bookable
    if not earliest <= start < end or overlapping(facts.full, moment):
        return
    for device in facts.devices:
        if device.archived or overlapping((*device.busy, *own.get(device.id, ())), around):
            return
    rooms = [one for one in facts.rooms if _has_room(one, around, own)]
    if facts.needs_room and not rooms:
        return
    for worker in sorted(facts.workers, key=lambda one: len(one.busy)):
        if (
            is_free(worker, facts.need, start)
            and not overlapping(worker.full, moment)
            and not overlapping(own.get(worker.id, ()), around)
            and has_team(facts.team, facts.need, worker.id, start)
        ):
            yield Link(facts, start, worker, rooms[0] if facts.needs_room else None)


def _has_room(room: Resource, around: Span, own: _Own) -> bool:
    return not overlapping((*room.busy, *own.get(room.id, ())), around)


def _taken(own: _Own, link: Link) -> _Own:
    around = link.facts.need.around(link.start)
    taken = [link.worker.id, *(one.id for one in link.facts.devices)]
    taken += [link.room.id] if link.room else []
    return {**own, **{one: [*own.get(one, ()), around] for one in taken}}
