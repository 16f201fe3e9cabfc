"""The people of a visit: who could give it, and who assists."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinic_app.kit.errors import Invalid, NotFound
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS
from clinic_app.scheduling.slot_rules import Span
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


@dataclass(frozen=True, slots=True)
class Team:
    """Who assists in a visit: those who must, and how many there are in all."""

    helpers: tuple[Worker, ...] = ()  # who may; the named first, then the least busy
    named: frozenset[PractitionerId] = frozenset()  # who must
    size: int = 0
    asked: bool = False  # somebody said who assists, if only that nobody does

    def sized(self, asked: Sequence[PractitionerId] | None, wanted: int, *, moved: bool) -> "Team":
        """Return the team with its size: a moved visit keeps it, whatever its service wants now.

        Raises NotFound when one of those asked for is missing or another clinic's, Invalid for
        too many.
        """
        if asked is not None and self.named != frozenset(asked):
            raise NotFound("The practitioner")
        if len(self.named) > MOST_ASSISTANTS:
            raise Invalid(f"At most {MOST_ASSISTANTS} can assist in a visit.", field="assistants")
        size = len(self.named) if moved else max(wanted, len(self.named))
        return replace(self, size=size, asked=asked is not None)


NO_TEAM = Team()
