"""What a visit would take: a time, and those who and that which seem free then."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from clinic_app.kit.ids import PractitionerId, RoomId, ServiceId
from clinic_app.scheduling.slot_facts import Session, SlotFacts
from clinic_app.scheduling.slot_rules import Need, overlapping


class Waived(NamedTuple):
    """What does not stand against a visit, because somebody says so on purpose."""

    hours: bool = False
    rules: bool = False
    others: bool = False  # their visits, which it is booked over


NOT_WAIVED = Waived()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A practitioner who could give the visit."""

    id: PractitionerId
    name: str
    outside_hours: bool


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """A time, and those who and that which seem free then, in the order to try them."""

    practitioners: tuple[Candidate, ...]  # at least one
    rooms: tuple[RoomId, ...]  # empty when the service needs none
    devices: tuple[UUID, ...]  # all of them; sorted
    session: Session | None  # a group's, that is joined
    assistants: tuple[Candidate, ...]  # who may assist, in the order to try them
    start: datetime
    end: datetime
    facts: SlotFacts
    visit: Range[datetime]
    around: Range[datetime]  # with the buffers: what practitioner, room and devices are taken for
    service_id: ServiceId
    day: date
    waived: bool  # the rules do not hold: somebody books against them on purpose
    overbook: int  # how many lanes above the first it may take
    exceptions: tuple[str, ...]  # those that would have stood against it (see limit_rules)

    @property
    def need(self) -> Need:
        """How long it lasts, and the buffers."""
        return self.facts.need

    def team(self, gone: Collection[UUID] = ()) -> tuple[Candidate, ...]:
        """Return the first who can give it with enough to assist, and those; none without."""
        wanted = self.facts.team
        for giver in self.practitioners:
            left = [one for one in self.assistants if one.id not in {*gone, giver.id}]
            chosen = left[: wanted.size]
            if giver.id in gone or len(chosen) < wanted.size:
                continue
            if wanted.named <= {one.id for one in chosen}:
                return (giver, *chosen)
        return ()

    def lies_over(self) -> bool:
        """Tell whether it would be booked over another visit, as things look now."""
        if not self.overbook:
            return False
        around = self.need.around(int(self.start.timestamp()))
        people = {one.id for one in self.team()}
        wanted = {*people, *self.rooms[:1], *self.devices}
        every = (*self.facts.workers, *self.facts.team.helpers)
        every = (*every, *self.facts.rooms, *self.facts.devices)
        return any(one.id in wanted and overlapping(one.busy, around) for one in every)

    def name_of(self, room_or_device: UUID) -> str:
        """Return what a room or device is called."""
        return next(
            one.name for one in (*self.facts.rooms, *self.facts.devices) if one.id == room_or_device
        )


def room_first(plan: VisitPlan, room_id: UUID | None) -> VisitPlan:
    """Return the plan with the room a visit had before the others, where it is free."""
    rooms = tuple(sorted(plan.rooms, key=lambda room: room != room_id))
    return replace(plan, rooms=rooms)
