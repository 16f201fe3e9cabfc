"""All that the free times of some days depend on."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.free_times.slot_people import (
    NO_TEAM,
    DayCounts,
    Elsewhere,
    Expected,
    Team,
    Worker,
)
from clinic_app.scheduling.free_times.slot_rules import Need, Span, overlapping
from clinic_app.scheduling.free_times.slot_sessions import Session
from clinic_app.scheduling.limit_rules import Limits

# The longest buffers: how far outside of a day a visit of that day can take somebody.
REACH = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Resource:
    """A room or device: its name and when it is taken."""

    id: UUID
    name: str
    busy: tuple[Span, ...]
    archived: bool = False


@dataclass(frozen=True, slots=True)
class HeldSpan:
    """That somebody keeps a practitioner, room or device for a form they are filling in."""

    resource: UUID
    span: Span
    by: str
    until: int


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """A service, what it needs, and everybody and everything that could serve it."""

    service: str
    archived: bool
    need: Need
    needs_room: bool
    step: int  # seconds
    one_visit_per_patient: bool
    workers: tuple[Worker, ...]
    rooms: tuple[Resource, ...]  # in the clinic's order; empty when none is needed or fits
    devices: tuple[Resource, ...]  # all are needed; sorted by id, the order of taking them
    limits: Limits
    bookable: Span = (0, 0)  # the starts that notice and horizon leave
    full: tuple[Span, ...] = ()  # the days on which the service's cap is reached
    visits: DayCounts = ()  # how many there are on each day, where there is a cap
    held: tuple[HeldSpan, ...] = ()
    sessions: tuple[Session, ...] = ()
    service_id: UUID | None = None
    zone_name: str = "UTC"  # the clinic's
    tells: str = "linked"  # which patients are told of what staff change
    team: Team = NO_TEAM  # who assists
    expected: tuple[Expected, ...] = ()  # who comes and has other visits, where that is asked
    version: UUID | None = None  # of the clinic's set-up; None before it was ever noted

    def elsewhere(self, visit: Span) -> Elsewhere | None:
        """Return who of those who come has another visit then; buffers are not theirs."""
        met = ((one.name, overlapping(one.busy, visit)) for one in self.expected)
        return next((Elsewhere(name, span) for name, span in met if span), None)

    def lets_in(self, session: Session, *, over_caps: bool = False) -> bool:
        """Tell whether a session has a seat left, and everybody assists in it who shall.

        over_caps: although they may have no more visits that day.
        """
        if session.full and not over_caps:
            return False
        shall = self.team.named if self.team.asked else frozenset[PractitionerId]()
        return session.left > 0 and shall <= {one.id for one in session.assistants}


def in_room(facts: SlotFacts, room_id: UUID | None) -> SlotFacts:
    """Return the facts for a visit that must be in one room; None for any that fits.

    A service that takes no room is not given in one.
    """
    if room_id is None:
        return facts
    return replace(
        facts,
        needs_room=True,
        rooms=tuple(one for one in facts.rooms if one.id == room_id),
        sessions=tuple(one for one in facts.sessions if one.room_id == room_id),
    )


def instant(seconds: int) -> datetime:
    """Turn the rules' seconds into an aware instant."""
    return datetime.fromtimestamp(seconds, UTC)
