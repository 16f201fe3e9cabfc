"""What each assistant of a visit is there for, and who takes which of it. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.part_rules import SHORTEST, WHOLE, Part
from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS


@dataclass(frozen=True, slots=True)
class Duty:
    """One assistant that is asked for: in which part of the visit, and who may; none: anybody."""

    part: Part = WHOLE
    may: frozenset[PractitionerId] = frozenset()

    def lets(self, who: PractitionerId) -> bool:
        """Tell whether somebody may take it."""
        return not self.may or who in self.may


def read_duties(rows: list[tuple[int, int | None, list[str] | None]] | None) -> tuple[Duty, ...]:
    """Read what a service asks for: from when, for how long, and who may."""
    return tuple(
        Duty(Part(begins, lasts), frozenset(PractitionerId(UUID(one)) for one in may or ()))
        for begins, lasts, may in rows or ()
    )


def checked_duties(duties: Sequence[Duty], *, minutes: int) -> int:
    """Return how many assistants a service asks for. Raises Invalid beside a field."""
    if len(duties) > MOST_ASSISTANTS:
        raise Invalid(f"This is between 0 and {MOST_ASSISTANTS}.", field="assistants")
    for number, (begins, lasts) in enumerate((duty.part for duty in duties), start=1):
        left = minutes - begins
        if not 0 <= begins <= max(minutes - SHORTEST, 0):
            most = max(minutes - SHORTEST, 0)
            raise Invalid(f"This is between 0 and {most}.", field=f"assist_from-{number}")
        if lasts is not None and not SHORTEST <= lasts <= left:
            raise Invalid(
                f"This is between {SHORTEST} and {left}.", field=f"assist_minutes-{number}"
            )
    return len(duties)


def left_open(asked: Sequence[Duty], parts: Iterable[Part]) -> list[Duty]:
    """Return the duties that those do not take who are there in such parts."""
    left = [*asked]
    for part in parts:
        taken = next((one for one in left if one.part == part), None)
        if taken:
            left.remove(taken)
    return left


def shared_out(
    many: int,
    able: Iterable[tuple[PractitionerId, int]],
    must: Collection[PractitionerId] = (),
) -> dict[int, PractitionerId] | None:
    """Return who takes each of so many duties; None where that cannot be.

    able: who could take which (0 to many - 1), whom and what to prefer first. must: who takes
    one whatever is preferred. Whoever has one keeps one while others are fitted in (Kuhn).
    """
    open_to: dict[PractitionerId, list[int]] = {}
    for who, duty in able:
        open_to.setdefault(who, []).append(duty)
    taken: dict[int, PractitionerId] = {}

    def takes(who: PractitionerId, tried: set[int]) -> bool:
        for duty in open_to.get(who, ()):
            if duty not in tried:
                tried.add(duty)
                if duty not in taken or takes(taken[duty], tried):
                    taken[duty] = who
                    return True
        return False

    first = [who for who in open_to if who in must]
    if len(first) < len(must) or not all(takes(who, set()) for who in first):
        return None
    for who in open_to:
        if len(taken) < many and who not in must:
            takes(who, set())
    return taken if len(taken) == many else None
