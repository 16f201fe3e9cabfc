"""Say that a practitioner is away."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PractitionerId
from clinic_app.kit.text import one_line
from clinic_app.kit.zones import first_instant
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.tables import Practitioner, TimeOff
from clinic_app.scheduling.to_move.misplaced import MisplacedVisit, misplaced_in

_LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class TimeOffAdded:
    """The new time off, and the visits that are booked within it."""

    id: str
    hit: tuple[MisplacedVisit, ...]

    @property
    def visits(self) -> int:
        """How many there are."""
        return len(self.hit)


async def add_time_off(
    session: AsyncSession,
    actor: Actor,
    *,
    practitioner_id: PractitionerId,
    starts: datetime,
    ends: datetime,
    reason: str = "",
) -> TimeOffAdded:
    """Keep a span of naive wall times free of new visits; those booked stay, and are told.

    Raises Invalid beside `starts`, `ends` or `reason`.
    """
    require(actor, Permission.TIME_OFF_WRITE)
    row = await find(session, actor, Practitioner, practitioner_id, what="That practitioner")
    begins, over = _instants(starts, ends, actor.time_zone)
    time_off = TimeOff(
        organization_id=actor.organization_id,
        practitioner_id=row.id,
        starts_at=begins,
        ends_at=over,
        reason=one_line(reason, field="reason", label="The reason", required=False),
    )
    session.add(time_off)
    await session.flush()
    hit = await misplaced_in(
        session, actor, since=begins, until=over, practitioner_id=practitioner_id
    )
    await announce(session, actor.organization_id, Topic.SCHEDULE, Topic.CALENDAR)
    await record(
        *(session, actor, Tag.PRACTITIONER_TIME_OFF),
        subject_id=row.id,
        time_off=time_off.id,
        starts_at=begins,
        ends_at=over,
        visits=len(hit),
    )
    return TimeOffAdded(str(time_off.id), hit)


def _instants(starts: datetime, ends: datetime, time_zone: str) -> tuple[datetime, datetime]:
    if ends <= starts:
        raise Invalid("The end is not after the start.", field="ends")
    if ends - starts > _LONGEST:
        raise Invalid("Time off lasts two years at most; archive them instead.", field="ends")
    begins, over = first_instant(starts, time_zone), first_instant(ends, time_zone)
    if over <= now():
        raise Invalid("That is over already.", field="ends")
    if begins >= over:
        raise Invalid("The clocks go forward over that span: it is no time at all.", field="ends")
    return begins, over
