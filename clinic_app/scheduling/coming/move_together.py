"""Move all services of a coming, each to a time of its own: all of them, or nothing at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import ChangedMeanwhile
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.move_visits import Goal, move_visits, plan_move
from clinic_app.scheduling.errors import BadStart
from clinic_app.scheduling.holding.holds import take_over
from clinic_app.scheduling.holding.own_hold import held_since
from clinic_app.scheduling.overrides import Waived, waive
from clinic_app.scheduling.series.series_rows import Scope, SeriesChanged
from clinic_app.scheduling.series.series_scope import Member, lock_scope, stood
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.visit.step_visit import lock_visit


async def move_together(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    versions: Mapping[AppointmentId, int],
    parts: Sequence[AskedPart],
    hold_id: HoldId | None = None,
    outside_hours: bool = False,
    despite_rules: bool = False,
    overbook: bool = False,
) -> SeriesChanged:
    """Move the coming of a visit; return where its visits stood, for bringing them back.

    parts: the visit that each moves, its start, who gives it (None: who does now). versions: what
    the person saw of each. hold_id: one's own hold of these times, taken over. The rest, and what
    is raised, as in `reschedule_appointment`; ChangedMeanwhile for another set of services, too.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    waived = waive(actor, outside_hours, despite_rules, overbook)
    hold = await take_over(session, actor, hold_id, start=parts[0].start if parts else None)
    visit = await lock_visit(session, actor, appointment_id, None)
    standing = {one.id: one for one in await lock_scope(session, actor, visit, Scope.COMING)}
    if {part.moving for part in parts} != set(standing):
        raise ChangedMeanwhile("Somebody just changed this coming. Please look again.")
    goes = _in_order([_Goes.of(standing[one.moving], one, actor) for one in parts if one.moving])
    how = _How(versions, waived, held_since(hold))
    aside = [one.member.id for one in goes]
    moves = [await plan_move(session, actor, one.goal(how), aside) for one in goes]
    moved = await move_visits(session, actor, moves)
    was = [stood(one.member, now.version) for one, now in zip(goes, moved, strict=True)]
    return SeriesChanged(len(was), (), stood=tuple(was))


class _How(NamedTuple):
    """What the person saw of each, what they waive, and when notice and horizon are judged."""

    versions: Mapping[AppointmentId, int]
    waived: Waived
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class _Goes:
    """A visit as it stands, and where it goes."""

    member: Member
    start: datetime
    practitioner_id: PractitionerId

    @classmethod
    def of(cls, member: Member, part: AskedPart, actor: Actor) -> "_Goes":
        start = start_instant(part.start, actor.time_zone) if part.start else member.starts_at
        return cls(member, start, part.practitioner_id or member.practitioner_id)

    def goal(self, how: _How) -> Goal:
        """Return it as it is planned."""
        return Goal(
            self.member.id,
            self.start,
            self.practitioner_id,
            version=how.versions.get(self.member.id),
            waived=how.waived,
            as_of=how.as_of,
        )

    @property
    def stays(self) -> bool:
        stands = (self.member.starts_at, self.member.practitioner_id)
        return (self.start, self.practitioner_id) == stands


def _in_order(goes: Sequence[_Goes]) -> list[_Goes]:
    """Leave out what stays; begin with the last of those that go later.

    One by one, each makes room for the next: so they are brought back, the other way round.
    """
    going = [one for one in goes if not one.stays]
    if not going:
        raise BadStart("The visit is already at that time.")
    later = any(one.start > one.member.starts_at for one in going)
    return sorted(going, key=lambda one: one.member.starts_at, reverse=later)
