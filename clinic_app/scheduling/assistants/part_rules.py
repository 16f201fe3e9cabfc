"""The part of a visit for which an assistant is needed. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.free_times.slot_rules import Need


class Part(NamedTuple):
    """From a minute of the visit, for so many; None until its end."""

    from_minute: int = 0
    minutes: int | None = None

    def of(self, need: Need) -> tuple[int, Need]:
        """Return how many seconds into a visit it begins, and what it takes.

        Buffers belong to it where it shares the visit's edge. A part that would begin when the
        visit is over, because that was shortened, is all of it.
        """
        begins = self.from_minute * 60
        left = need.duration - begins
        if left <= 0:
            return 0, need
        lasts = left if self.minutes is None else min(self.minutes * 60, left)
        before, after = (need.before if not begins else 0), (need.after if lasts == left else 0)
        return begins, Need(lasts, before, after)

    def within(self, begins: int, ends: int) -> tuple[int, int]:
        """Return when somebody is needed in a visit, in the seconds that it is given in."""
        later, own = self.of(Need(ends - begins))
        return own.visit(begins + later)


WHOLE = Part()
SHORTEST = 5  # minutes


def read_part(begins: int | None, lasts: int | None) -> Part | None:
    """Read a part that may not be there."""
    return None if begins is None else Part(begins, lasts)


# Who assists, each in which part.
Assisting: TypeAlias = Mapping[PractitionerId, Part]

# Who shall assist; a mapping says in which part as well, None in it: as the service asks.
Assistants: TypeAlias = Sequence[PractitionerId] | Mapping[PractitionerId, Part | None]


def with_parts(asked: Assistants) -> dict[PractitionerId, Part | None]:
    """Return who shall assist, each with the part that was said."""
    return {**asked} if isinstance(asked, Mapping) else dict.fromkeys(asked)


def is_so(asked: Assistants, there: Assisting) -> bool:
    """Tell whether exactly these assist already, in these parts."""
    wanted = with_parts(asked)
    return wanted.keys() == there.keys() and all(
        part in {None, there[who]} for who, part in wanted.items()
    )
