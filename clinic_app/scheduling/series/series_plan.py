"""What a changed rule means for the visits of a series: kept, moved, added, cancelled. Pure.

A visit keeps the date that is its own in both rules. The others go to the dates that are left,
in their order and as near as can be, so that nothing is cancelled and booked anew that could
be moved: its note, its history and its links go along.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from clinic_app.kit.ids import PractitionerId, RoomId
from clinic_app.scheduling.assistants.part_rules import Assisting
from clinic_app.scheduling.series.series_scope import Member

_NEAR = timedelta(days=6)
OF_ITS_OWN = "has a note of its own"


class Deed(StrEnum):
    """What becomes of a visit, or of a date."""

    KEEP = "keep"  # where it is
    CHANGE = "change"  # where it is, with somebody else, elsewhere or as long as was asked
    MOVE = "move"
    ADD = "add"
    CANCEL = "cancel"
    STAY = "stay"  # it does not go where the rule has it: `words` say why


_TAKES = {Deed.CHANGE, Deed.MOVE, Deed.ADD}


@dataclass(frozen=True, slots=True)
class SeriesVisit:
    """A visit that the change is about."""

    member: Member
    stays: str = ""  # why it stays whatever the rule: "was moved on its own before"
    ahead: bool = True  # still to come, and not cancelled
    noted: bool = False  # somebody wrote a note on this one
    assistants: Assisting = field(default_factory=lambda: {})


@dataclass(frozen=True, slots=True)
class Line:
    """A date of the new rule with the visit that takes it, or a visit that has no date in it."""

    number: int  # of the rule's dates, from 1; 0 for a visit without one
    deed: Deed
    wall: datetime | None  # the date, in wall time
    part: SeriesVisit | None = None
    words: str = ""

    @property
    def takes(self) -> bool:
        """Whether anything is taken anew for it."""
        return self.deed in _TAKES

    @property
    def at(self) -> datetime:
        """Where it stands among the others."""
        return self.wall or self.member.wall

    @property
    def member(self) -> Member:
        """The visit, of a line that has one."""
        if self.part is None:
            raise LookupError("a date that no visit has yet")
        return self.part.member


@dataclass(frozen=True, slots=True)
class Wanted:
    """What all dates of the rule get; None: as each visit has it, a new one as the first."""

    practitioner_id: PractitionerId | None = None
    room_id: RoomId | None = None
    minutes: int | None = None

    def changes(self, part: SeriesVisit) -> bool:
        """Tell whether a visit gets anything but another time."""
        member = part.member
        return (
            self.practitioner_id not in {None, member.practitioner_id}
            or self.room_id not in {None, member.room_id}
            or self.minutes not in {None, member.minutes}
        )


_AS_IT_IS = Wanted()


def plan_change(
    parts: Sequence[SeriesVisit], walls: Sequence[datetime], wanted: Wanted = _AS_IT_IS
) -> list[Line]:
    """Return what the dates of a rule mean for the visits there are, in the order of time."""
    taken = _pairs(parts, walls)
    dated = enumerate(walls, start=1)
    lines = [_date(number, wall, taken.get(number), wanted) for number, wall in dated]
    paired = {id(part) for part in taken.values()}
    lines += [_without_date(part) for part in parts if id(part) not in paired]
    return sorted(lines, key=lambda line: line.at)


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Return the moves in an order in which none meets one that has not gone yet.

    Their dates are in the order of their visits. So of those that go later the last can go
    first, and of those that go earlier the first.
    """
    later = [one for one in lines if one.part and one.at >= one.part.member.wall]
    earlier = [one for one in lines if one not in later]
    return sorted(later, key=lambda one: one.at, reverse=True) + sorted(
        earlier, key=lambda one: one.at
    )


def _date(number: int, wall: datetime, part: SeriesVisit | None, wanted: Wanted) -> Line:
    if part is None:
        return Line(number, Deed.ADD, wall)
    if part.stays:
        return Line(number, Deed.STAY, wall, part, f"{part.stays} and stays")
    if part.member.wall == wall:
        deed = Deed.CHANGE if wanted.changes(part) else Deed.KEEP
        return Line(number, deed, wall, part)
    return Line(number, Deed.MOVE, wall, part, "its note goes along" if part.noted else "")


def _without_date(part: SeriesVisit) -> Line:
    why = part.stays or (OF_ITS_OWN if part.noted else "")
    if why:
        apart = ", apart from the series" if part.ahead else ""
        return Line(0, Deed.STAY, None, part, f"{why} and stays{apart}")
    return Line(0, Deed.CANCEL, None, part)


def _pairs(parts: Sequence[SeriesVisit], walls: Sequence[datetime]) -> dict[int, SeriesVisit]:
    """Return which visit takes which date, by the date's number."""
    by_day = {wall.date(): number for number, wall in reversed([*enumerate(walls, start=1)])}
    pairs: dict[int, SeriesVisit] = {}
    left: list[SeriesVisit] = []
    for part in parts:
        number = by_day.get(part.member.series_wall.date(), 0)
        if number and number not in pairs:
            pairs[number] = part
        else:
            left.append(part)
    dates = [(number, wall) for number, wall in enumerate(walls, start=1) if number not in pairs]
    return pairs | _nearest(left, dates)


def _nearest(
    parts: Sequence[SeriesVisit], dates: Sequence[tuple[int, datetime]]
) -> dict[int, SeriesVisit]:
    """Pair as many as can be in their order, with the least distance in all."""
    reach = [[0.0] * (len(dates) + 1) for _ in range(len(parts) + 1)]  # cost of the rest
    pair = 1e15  # what a pair is worth: more than any distance
    for one in reversed(range(len(parts))):
        for other in reversed(range(len(dates))):
            away = abs(dates[other][1] - parts[one].member.series_wall)
            far = parts[one].stays and away > _NEAR  # its date would be left without a visit
            taken = reach[one + 1][other + 1] + (pair if far else away.total_seconds() - pair)
            reach[one][other] = min(taken, reach[one + 1][other], reach[one][other + 1])
    pairs: dict[int, SeriesVisit] = {}
    one = other = 0
    while one < len(parts) and other < len(dates):
        best = reach[one][other]
        if best == reach[one + 1][other]:
            one += 1
        elif best == reach[one][other + 1]:
            other += 1
        else:
            pairs[dates[other][0]] = parts[one]
            one, other = one + 1, other + 1
    return pairs
