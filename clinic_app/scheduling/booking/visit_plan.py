"""What a visit would take: a time, and those who and that which seem free then."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from clinic_app.kit.ids import PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.assistants.part_rules import WHOLE, Part
from clinic_app.scheduling.free_times.slot_facts import SlotFacts, instant
from clinic_app.scheduling.free_times.slot_rules import Need, Span, overlapping
from clinic_app.scheduling.free_times.slot_sessions import Session


@dataclass(frozen=True, slots=True)
class Candidate:
    """A practitioner who could give the visit, or assist."""

    id: PractitionerId
    name: str
    outside_hours: bool
    part: Part = WHOLE
    duty: int = 0  # which of the team's, of one who assists

    @property
    def who(self) -> "Gone":
        """Who, in which part: somebody else may have them for one part, and not for another."""
        return self.id, self.part


Gone: TypeAlias = tuple[PractitionerId, Part]


def parts_of(assistants: Iterable[Candidate]) -> dict[PractitionerId, Part]:
    """Return who assists, and in which part of the visit."""
    return {one.id: one.part for one in assistants}


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A time, and those who and that which seem free then, in the order to try them."""

    practitioners: tuple[Candidate, ...]  # at least one
    rooms: tuple[RoomId, ...]  # empty when the service needs none
    devices: tuple[UUID, ...]  # all of them; sorted
    session: Session | None  # a group's, that is joined
    assistants: tuple[Candidate, ...]  # who may assist, in the order to try them
    start: datetime
    facts: SlotFacts
    service_id: ServiceId
    day: date
    waived: bool  # the rules do not hold: somebody books against them on purpose
    overbook: int  # how many lanes above the first it may take
    exceptions: tuple[str, ...]  # those that would have stood against it (see limit_rules)

    @property
    def end(self) -> datetime:
        """When it is over, buffers aside."""
        return self.start + timedelta(seconds=self.need.duration)

    @property
    def visit(self) -> Range[datetime]:
        """What its patient is taken for."""
        return Range(self.start, self.end)

    @property
    def around(self) -> Range[datetime]:
        """What practitioner, room and devices are taken for: the visit with its buffers."""
        return _range(self.need.around(int(self.start.timestamp())))

    @property
    def need(self) -> Need:
        """How long it lasts, and the buffers."""
        return self.facts.need

    def team(self, gone: Collection[Gone] = ()) -> tuple[Candidate, ...]:
        """Return the first who can give it with enough to assist, and those; none without."""
        for giver in self.practitioners:
            chosen = None if giver.who in gone else self._assist(giver, gone)
            if chosen is not None:
                return (giver, *chosen)
        return ()

    def _assist(self, giver: Candidate, gone: Collection[Gone]) -> Sequence[Candidate] | None:
        left = {
            (one.id, one.duty): one
            for one in self.assistants
            if one.id != giver.id and one.who not in gone
        }
        found = self.facts.team.shared_out(left)
        if found is None:
            return None
        return [left[who, duty] for duty, who in sorted(found.items())]

    def time_of(self, one: Candidate) -> Range[datetime]:
        """Return when somebody is taken, buffers included."""
        return _range(self.span_of(one))

    def span_of(self, one: Candidate) -> Span:
        """Return the same in seconds."""
        begins, own = one.part.of(self.need)
        return own.around(int(self.start.timestamp()) + begins)

    def lies_over(self) -> bool:
        """Tell whether it would be booked over another visit, as things look now."""
        if not self.overbook:
            return False
        start = int(self.start.timestamp())
        around = self.need.around(start)
        giver, *helpers = self.team() or self.practitioners[:1]
        wanted = {giver.id, *self.rooms[:1], *self.devices}
        every = (*self.facts.workers, *self.facts.rooms, *self.facts.devices)
        assist = {(one.id, one.duty) for one in helpers}
        return any(one.id in wanted and overlapping(one.busy, around) for one in every) or any(
            (one.id, duty) in assist and overlapping(one.busy, one.around(self.need, start))
            for duty, one in self.facts.team.roles
        )

    def name_of(self, room_or_device: UUID) -> str:
        """Return what a room or device is called."""
        return next(
            one.name for one in (*self.facts.rooms, *self.facts.devices) if one.id == room_or_device
        )


def _range(span: Span) -> Range[datetime]:
    return Range(instant(span[0]), instant(span[1]))


def room_first(plan: VisitPlan, room_id: UUID | None) -> VisitPlan:
    """Return the plan with the room a visit had before the others, where it is free."""
    rooms = tuple(sorted(plan.rooms, key=lambda room: room != room_id))
    return replace(plan, rooms=rooms)
