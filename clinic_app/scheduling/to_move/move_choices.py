"""Where a visit that must be moved could go: the nearest times, or somebody else at its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.substitutes import substitutes
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS, find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.hours.dates_ahead import today_of
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.tables import Practitioner

_NEAREST = 4
_THAT_DAY = 2  # beside them, with somebody else


@dataclass(frozen=True, slots=True)
class MoveChoice:
    """A time with somebody who is free then."""

    practitioner_id: PractitionerId
    practitioner: str
    start: datetime  # an instant
    assists: bool = False  # in the place of one who does


class Stands(NamedTuple):
    """When a visit is, and in which group's session."""

    starts_at: datetime
    ends_at: datetime
    session_id: UUID | None

    def meets(self, other: "Stands") -> bool:
        """Tell whether one person cannot give both: two seats of a session are given at once."""
        apart = self.session_id is None or self.session_id != other.session_id
        return apart and self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class MoveChoices:
    """What a visit could become."""

    version: int
    stands: Stands
    others: tuple[MoveChoice, ...]  # at the visit's own time, the least busy first
    nearest: tuple[MoveChoice, ...]  # of one's own, and of others that day; of anybody if none


async def move_choices(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    instead_of: PractitionerId | None = None,
    nearest: bool = True,
) -> MoveChoices:
    """Return who else could give a visit when it is booked, and the nearest other times.

    instead_of: who will not be there; of one who assists, the others are who could assist, and
    a group's session stays at its time.
    Looks a month ahead of the visit, in a few queries whatever there is; nearest: False for its
    own time alone. Whoever is here waits for the soonest of the day, with whomever it be.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    day, here = to_wall(visit.starts_at, actor.time_zone).date(), visit.status == Status.CHECKED_IN
    ahead = nearest and not here
    slots = await find_free_slots(
        session,
        actor,
        service_id=ServiceId(visit.service_id),
        first_day=max(day - timedelta(days=2), today_of(actor)) if ahead else day,
        days=MOST_DAYS if ahead else 1,
        moving=appointment_id,
        patient_id=PatientId(visit.patient_id),
        minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
    )
    helps = instead_of not in {None, visit.practitioner_id}
    named = await _names(session, actor, slots)
    near = _anybodys(slots, visit) if here else _nearby(slots, visit, actor.time_zone)
    return MoveChoices(
        version=visit.version,
        stands=Stands(visit.starts_at, visit.ends_at, visit.session_id),
        others=await _instead(session, actor, visit, instead_of)
        if instead_of and helps
        else _others(slots, visit, named),
        nearest=() if helps and visit.session_id else _with_whom(near, visit, named),
    )


async def _instead(
    session: AsyncSession, actor: Actor, visit: Appointment, gone: PractitionerId
) -> tuple[MoveChoice, ...]:
    free = await substitutes(session, actor, visit, gone)
    return tuple(MoveChoice(one.id, one.name, visit.starts_at, assists=True) for one in free)


def _others(
    slots: Iterable[FreeSlot], visit: Appointment, named: dict[UUID, str]
) -> tuple[MoveChoice, ...]:
    return tuple(
        MoveChoice(who, named[who], slot.start)
        for slot in slots
        for who in slot.practitioner_ids
        if slot.start == visit.starts_at and who != visit.practitioner_id
    )


def _nearby(slots: Sequence[FreeSlot], visit: Appointment, zone_name: str) -> list[FreeSlot]:
    """Return the nearest of the same practitioner, and those that day of somebody else."""
    own = [slot for slot in slots if visit.practitioner_id in slot.practitioner_ids]
    day = to_wall(visit.starts_at, zone_name).date()
    that_day = (slot for slot in slots if to_wall(slot.start, zone_name).date() == day)
    others = [slot for slot in that_day if slot not in own and slot.start != visit.starts_at]
    if not own:
        return _anybodys(slots, visit)
    return [*_near(own, visit), *_near(others, visit, _THAT_DAY)]


def _anybodys(slots: Iterable[FreeSlot], visit: Appointment) -> list[FreeSlot]:
    return _near((slot for slot in slots if slot.start != visit.starts_at), visit)


def _near(slots: Iterable[FreeSlot], visit: Appointment, most: int = _NEAREST) -> list[FreeSlot]:
    return sorted(slots, key=lambda slot: abs(slot.start - visit.starts_at))[:most]


def _with_whom(
    near: Iterable[FreeSlot], visit: Appointment, named: dict[UUID, str]
) -> tuple[MoveChoice, ...]:
    found = [(slot.start, _first(slot, visit.practitioner_id)) for slot in near]
    return tuple(MoveChoice(who, named[who], start) for start, who in sorted(found))


def _first(slot: FreeSlot, own: UUID) -> PractitionerId:
    free = slot.practitioner_ids
    return PractitionerId(own) if own in free else free[0]


async def _names(session: AsyncSession, actor: Actor, slots: Iterable[FreeSlot]) -> dict[UUID, str]:
    who = {one for slot in slots for one in slot.practitioner_ids}
    query = select(col(Practitioner.id), col(Practitioner.name)).where(
        col(Practitioner.organization_id) == actor.organization_id, col(Practitioner.id).in_(who)
    )
    return {row.id: row.name for row in await session.execute(query)}
