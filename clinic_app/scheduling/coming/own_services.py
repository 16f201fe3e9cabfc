"""What the services of a coming leave to the one after them. Pure but for the zone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar
from uuid import UUID

from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.free_times.slot_facts import Resource, SlotFacts, instant
from clinic_app.scheduling.free_times.slot_people import DayCounts, Worker
from clinic_app.scheduling.free_times.slot_rules import Span
from clinic_app.scheduling.limit_rules import span_of_day

_Busy = TypeVar("_Busy", Worker, Resource)


class Own(NamedTuple):
    """What the services so far take."""

    spans: Mapping[UUID, Sequence[Span]] = {}  # by whose time it is
    starts: Mapping[UUID, Sequence[int]] = {}  # by under whose cap they count

    def plus(self, start: int, spans: Mapping[UUID, Span], counted: Sequence[UUID]) -> "Own":
        """Return it with one more service."""
        more = {one: (*self.spans.get(one, ()), span) for one, span in spans.items()}
        once = {one: (*self.starts.get(one, ()), start) for one in counted}
        return Own({**self.spans, **more}, {**self.starts, **once})


NOTHING = Own()


def after(facts: SlotFacts, own: Own) -> SlotFacts:
    """Return what the next service depends on: caps that are reached by now, who assists already.

    Whether a giver, a room or a device is free is asked of `own` as well.
    """
    caps = [facts.limits.cap, *(one.cap for one in facts.workers)]
    if not (facts.team.duties or any(caps)):
        return facts
    helpers = (_taken(one, own) for one in facts.team.helpers)
    return replace(
        facts,
        full=_full(facts, facts.service_id, facts.limits.cap, facts.visits, own) + facts.full,
        workers=tuple(_counted(facts, one, own) for one in facts.workers),
        team=replace(facts.team, helpers=tuple(_counted(facts, one, own) for one in helpers)),
    )


def all_taken(facts: SlotFacts, own: Own) -> SlotFacts:
    """Return the same with all that is taken, to say why a time cannot be had."""
    facts = after(facts, own)
    return replace(
        facts,
        workers=tuple(_taken(one, own) for one in facts.workers),
        rooms=tuple(_taken(one, own) for one in facts.rooms),
        devices=tuple(_taken(one, own) for one in facts.devices),
    )


def _taken(one: _Busy, own: Own) -> _Busy:
    spans = own.spans.get(one.id)
    return replace(one, busy=(*one.busy, *spans)) if spans else one


def _counted(facts: SlotFacts, one: Worker, own: Own) -> Worker:
    full = _full(facts, one.id, one.cap, one.visits, own)
    return replace(one, full=one.full + full) if full else one


def _full(
    facts: SlotFacts, owner: UUID | None, cap: int | None, visits: DayCounts, own: Own
) -> tuple[Span, ...]:
    """Return the days on which a cap is reached with the services so far."""
    starts = own.starts.get(owner, ()) if owner else ()
    if cap is None or not starts:
        return ()
    zone_name, there = facts.zone_name, dict(visits)
    days = Counter(
        span_of_day(to_wall(instant(start), zone_name).date(), zone_name) for start in starts
    )
    return tuple(day for day, many in days.items() if there.get(day, 0) + many >= cap)
