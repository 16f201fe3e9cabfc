"""The people of a visit: who could give it, and who assists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.duty_rules import Duty, left_open, shared_out
from clinic_app.scheduling.assistants.part_rules import WHOLE, Assistants, Part, with_parts
from clinic_app.scheduling.free_times.slot_rules import Need, Span, overlapping
from clinic_app.scheduling.hours.worked_days import Why

# Days as spans of starts, each with how many visits are counted.
DayCounts: TypeAlias = tuple[tuple[Span, int], ...]


@dataclass(frozen=True, slots=True)
class Worker:
    """A practitioner who gives the service, or assists: when at work, away, and taken."""

    id: PractitionerId
    name: str
    work: tuple[Span, ...]  # less breaks, joined
    off: tuple[Span, ...]
    busy: tuple[Span, ...]
    why_off: tuple[Why, ...] = ()  # breaks, and days that are closed
    cap: int | None = None  # visits a day
    full: tuple[Span, ...] = ()  # the days on which the cap is reached, as spans of starts
    visits: DayCounts = ()  # how many there are on each day, where there is a cap
    part: Part | None = None  # of the visit, in which they assist; None: as their duty says

    def own(self, need: Need, start: int) -> tuple[Need, int]:
        """Return what a visit from `start` needs of them, and from when."""
        begins, own = (self.part or WHOLE).of(need)
        return own, start + begins

    def around(self, need: Need, start: int) -> Span:
        """Return when a visit from `start` takes them, buffers included."""
        own, begins = self.own(need, start)
        return own.around(begins)

    def is_full(self, start: int) -> bool:
        """Tell whether they have as many visits as they may on a start's day."""
        return overlapping(self.full, (start, start + 1)) is not None


def full_days(visits: DayCounts, cap: int | None, more: int = 1) -> tuple[Span, ...]:
    """Return the days on which a cap has no room for so many more."""
    if cap is None:
        return ()
    if more > cap:
        return ((0, 1 << 62),)
    return tuple(day for day, many in visits if many + more > cap)


class Expected(NamedTuple):
    """A patient who can be in one place at a time, and when that is elsewhere."""

    name: str
    busy: tuple[Span, ...]


class Elsewhere(NamedTuple):
    """Somebody, and their other visit."""

    name: str
    span: Span


class Role(NamedTuple):
    """A duty that somebody may take, and them in its part of the visit."""

    duty: int
    worker: Worker


@dataclass(frozen=True)
class Team:
    """Who assists in a visit: those who must, and what there is to do in all."""

    helpers: tuple[Worker, ...] = ()  # who may; the named first, then the least busy
    named: frozenset[PractitionerId] = frozenset()  # who must
    duties: tuple[Duty, ...] = ()  # one for each who assists
    asked: bool = False  # somebody said who assists, if only that nobody does
    wanted: tuple[Duty, ...] = ()  # what the service asks for
    moved: bool = False  # they go along with what moves, and it takes no others

    @property
    def size(self) -> int:
        """How many assist."""
        return len(self.duties)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Who may take which, in the order to try; who is named may take anything."""
        return tuple(
            Role(at, replace(one, part=one.part or duty.part))
            for one in self.helpers
            for at, duty in enumerate(self.duties)
            if one.id in self.named or duty.lets(one.id)
        )

    def sized(self, asked: Assistants | None) -> "Team":
        """Return the team with its duties: what moves keeps its own, whatever is wanted now.

        Raises NotFound when one of those asked for is missing or another clinic's.
        """
        if asked is None and not (self.helpers or self.wanted):
            return self  # nobody assists, as nearly always
        said = with_parts(asked or ())
        if asked is not None and self.named != frozenset(said):
            raise NotFound("The practitioner")
        team = replace(self, asked=asked is not None)
        own = {one.id: one.part for one in self.helpers if one.id in self.named}
        return team.of({who: said.get(who) or own[who] for who in said or own}, moved=self.moved)

    def of(self, named: Mapping[PractitionerId, Part | None], *, moved: bool) -> "Team":
        """Return it for a visit in which these must assist, some in a part of their own.

        Whoever joins a visit that is there already takes a duty that is still open.
        """
        duties = [*self.wanted]
        if moved:
            parts = {who: part for who, part in named.items() if part is not None}
            left = left_open(self.wanted, parts.values())[: len(named) - len(parts)]
            duties = [*(Duty(part, frozenset({who})) for who, part in parts.items()), *left]
        duties += [Duty()] * (len(named) - len(duties))
        order = {who: at for at, who in enumerate(named)}
        helpers = sorted(
            self.helpers, key=lambda one: (order.get(one.id, len(order)), len(one.busy))
        )
        return replace(
            self,
            helpers=tuple(replace(one, part=named.get(one.id)) for one in helpers),
            named=frozenset(named),
            duties=tuple(duties),
        )

    def shared_out(
        self, able: Iterable[tuple[PractitionerId, int]]
    ) -> dict[int, PractitionerId] | None:
        """Return who takes each duty, of those who can; None where that cannot be.

        Who is named takes what they are not listed for only where there is no other way.
        """
        pairs, many = [*able], len(self.duties)
        listed = [(who, duty) for who, duty in pairs if self.duties[duty].lets(who)]
        found = shared_out(many, listed, self.named)
        if found is None and len(listed) < len(pairs):
            return shared_out(many, pairs, self.named)
        return found


NO_TEAM = Team()
