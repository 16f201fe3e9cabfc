"""Where a visit that must be moved could go: the nearest times, or somebody else at its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, GroupId, PatientId, PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.substitutes import substitutes
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS, find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.hours.dates_ahead import today_of
from clinic_app.scheduling.states import HERE
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
    later: bool = False  # or sooner: not at the visit's own time


@dataclass(frozen=True, slots=True)
class MoveChoices:
    """What a visit, or its group's session, could become."""

    version: int
    lasts: timedelta
    others: tuple[MoveChoice, ...]  # at the visit's own time, the least busy first
    nearest: tuple[MoveChoice, ...]  # of one's own, and of others that day; of anybody if none
    is_here: bool = False  # the patient, or one of those who come to the session
    soonest: tuple[MoveChoice, ...] = ()  # with others, for who is here: the rest of the day

    @property
    def without_asking(self) -> tuple[MoveChoice, ...]:
        """What may be done with nobody asked, the best first: who is here wants to be seen."""
        return (*self.others, *self.soonest)


async def move_choices(
    session: AsyncSession,
    actor: Actor,
    *,
    appointment_id: AppointmentId,
    instead_of: PractitionerId | None = None,
    nearest: bool = True,
) -> MoveChoices:
    """Return who else could give a visit when it is booked, and the nearest other times.

    A seat in a group's session stands for all of it. instead_of: who will not be there; of one
    who assists, the others are who could assist, and a session stays at its time.
    Looks a month ahead of the visit, in a few queries whatever there is; nearest: False for its
    own time alone. Whoever is here waits for the soonest of the day, with whomever it be.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    visit = await find(session, actor, Appointment, appointment_id, what="The visit")
    lasts = visit.ends_at - visit.starts_at
    helps = instead_of not in {None, visit.practitioner_id}
    others = await _instead(session, actor, visit, instead_of) if instead_of and helps else ()
    if helps and visit.session_id:
        return MoveChoices(visit.version, lasts, others, ())
    here = await _is_here(session, actor, visit)
    slots = await _free(session, actor, visit, ahead=nearest and not here)
    named = await _names(session, actor, slots)
    elsewhere = [slot for slot in slots if slot.start != visit.starts_at]
    if not helps:
        own_time = (slot for slot in slots if slot.start == visit.starts_at)
        others = _with_others(own_time, visit, named)
    near = _near(elsewhere, visit) if here else _nearby(elsewhere, visit, actor.time_zone)
    return MoveChoices(
        version=visit.version,
        lasts=lasts,
        others=others,
        nearest=_with_whom(near, visit, named),
        is_here=here,
        soonest=_with_others(elsewhere, visit, named) if here and not helps else (),
    )


async def _instead(
    session: AsyncSession, actor: Actor, visit: Appointment, gone: PractitionerId
) -> tuple[MoveChoice, ...]:
    free = await substitutes(session, actor, visit, gone)
    return tuple(MoveChoice(one.id, one.name, visit.starts_at, assists=True) for one in free)


async def _is_here(session: AsyncSession, actor: Actor, visit: Appointment) -> bool:
    """Tell whether the patient has arrived, or one of those who come to the session."""
    if visit.status in HERE or visit.session_id is None:
        return visit.status in HERE
    arrived = scoped(Appointment, actor).where(
        col(Appointment.session_id) == visit.session_id, col(Appointment.status).in_(HERE)
    )
    return (await session.execute(arrived.limit(1))).first() is not None


async def _free(
    session: AsyncSession, actor: Actor, visit: Appointment, *, ahead: bool
) -> Sequence[FreeSlot]:
    """Return the free times of the visit's day, or of a month; its own until it is over."""
    day = to_wall(visit.starts_at, actor.time_zone).date()
    moved: dict[str, Any] = {
        "moving": AppointmentId(visit.id),
        "patient_id": PatientId(visit.patient_id),
    }
    if visit.session_id:
        moved = {"group": GroupId(visit.session_id)}
    return await find_free_slots(
        *(session, actor),
        service_id=ServiceId(visit.service_id),
        first_day=max(day - timedelta(days=2), today_of(actor)) if ahead else day,
        days=MOST_DAYS if ahead else 1,
        minutes=int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
        stands_at=visit.starts_at if visit.ends_at > now() else None,
        **moved,
    )


def _with_others(
    slots: Iterable[FreeSlot], visit: Appointment, named: dict[UUID, str]
) -> tuple[MoveChoice, ...]:
    return tuple(
        MoveChoice(who, named[who], slot.start, later=slot.start != visit.starts_at)
        for slot in slots
        for who in slot.practitioner_ids
        if who != visit.practitioner_id
    )


def _nearby(slots: Sequence[FreeSlot], visit: Appointment, zone_name: str) -> list[FreeSlot]:
    """Return the nearest of the same practitioner, and those that day of somebody else."""
    own = [slot for slot in slots if visit.practitioner_id in slot.practitioner_ids]
    day = to_wall(visit.starts_at, zone_name).date()
    that_day = (slot for slot in slots if to_wall(slot.start, zone_name).date() == day)
    others = [slot for slot in that_day if slot not in own]
    return [*_near(own, visit), *_near(others, visit, _THAT_DAY)] if own else _near(slots, visit)


def _near(slots: Iterable[FreeSlot], visit: Appointment, most: int = _NEAREST) -> list[FreeSlot]:
    return sorted(slots, key=lambda slot: abs(slot.start - visit.starts_at))[:most]


def _with_whom(
    near: Iterable[FreeSlot], visit: Appointment, named: dict[UUID, str]
) -> tuple[MoveChoice, ...]:
    found = [(slot.start, _first(slot, visit.practitioner_id)) for slot in near]
    return tuple(MoveChoice(who, named[who], start, later=True) for start, who in sorted(found))


def _first(slot: FreeSlot, own: UUID) -> PractitionerId:
    free = slot.practitioner_ids
    return PractitionerId(own) if own in free else free[0]


async def _names(session: AsyncSession, actor: Actor, slots: Iterable[FreeSlot]) -> dict[UUID, str]:
    who = {one for slot in slots for one in slot.practitioner_ids}
    query = select(col(Practitioner.id), col(Practitioner.name)).where(
        col(Practitioner.organization_id) == actor.organization_id, col(Practitioner.id).in_(who)
    )
    return {row.id: row.name for row in await session.execute(query)}
