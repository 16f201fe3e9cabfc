"""The people of a visit: who could give it, and who assists."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.part_rules import WHOLE, Part
from clinic_app.scheduling.slot_rules import Need, Span
from clinic_app.scheduling.worked_days import Why


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
    part: Part = WHOLE  # of the visit, for which they are needed

    def own(self, need: Need, start: int) -> tuple[Need, int]:
        """Return what a visit from `start` needs of them, and from when."""
        begins, own = self.part.of(need)
        return own, start + begins

    def around(self, need: Need, start: int) -> Span:
        """Return when a visit from `start` takes them, buffers included."""
        own, begins = self.own(need, start)
        return own.around(begins)


@dataclass(frozen=True, slots=True)
class Team:
    """Who assists in a visit: those who must, and how many there are in all."""

    helpers: tuple[Worker, ...] = ()  # who may; the named first, then the least busy
    named: frozenset[PractitionerId] = frozenset()  # who must
    size: int = 0
    asked: bool = False  # somebody said who assists, if only that nobody does
    wanted: int = 0  # how many the service asks for

    def sized(self, asked: Sequence[PractitionerId] | None, wanted: int, *, moved: bool) -> "Team":
        """Return the team with its size: a moved visit keeps it, whatever its service wants now.

        Raises NotFound when one of those asked for is missing or another clinic's.
        """
        if asked is not None and self.named != frozenset(asked):
            raise NotFound("The practitioner")
        team = replace(self, asked=asked is not None, wanted=wanted)
        return team.of(self.named, moved=moved)

    def of(self, named: Collection[PractitionerId], *, moved: bool) -> "Team":
        """Return it for a visit in which these must assist."""
        size = len(named) if moved else max(self.wanted, len(named))
        return replace(self, named=frozenset(named), size=size)


NO_TEAM = Team()
