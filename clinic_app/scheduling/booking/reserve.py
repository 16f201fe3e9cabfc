"""Take all that a visit needs, or nothing: its resources, its patient, a place under the caps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.hope import may_hope
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.keep_assistants import keep_assistants
from clinic_app.scheduling.booking.places import take_place
from clinic_app.scheduling.booking.reservation_rows import Owner
from clinic_app.scheduling.booking.still_here import (
    Caps,
    caps_as_planned,
    require_still_here,
)
from clinic_app.scheduling.booking.take_at_once import take_at_once
from clinic_app.scheduling.booking.taking import Resources, Taking
from clinic_app.scheduling.booking.visit_plan import Candidate, VisitPlan, parts_of
from clinic_app.scheduling.errors import DayFull
from clinic_app.scheduling.free_times.slot_people import Worker
from clinic_app.scheduling.free_times.slot_rows import Booked
from clinic_app.scheduling.groups.seats import settle, stand_up, take_seat
from clinic_app.scheduling.limit_rules import CAP, why_full


@dataclass(frozen=True, slots=True)
class Taken:
    """Which of the candidates a visit got."""

    practitioner: Candidate
    room_id: RoomId | None
    exceptions: str = ""  # the rules that it broke on purpose
    lane: int = 0  # above 0: over another visit
    session_id: UUID | None = None  # the group's, whose resources it shares
    assistants: tuple[Candidate, ...] = ()

    def values(self) -> dict[str, object]:
        """Return what it got, by the visit's columns."""
        return {
            "practitioner_id": self.practitioner.id,
            "room_id": self.room_id,
            "outside_hours": any(
                one.outside_hours for one in (self.practitioner, *self.assistants)
            ),
            "exceptions": self.exceptions,
            "lane": self.lane,
            "session_id": self.session_id,
        }

    def put_on(self, visit: Appointment) -> None:
        """Write on a visit what it got."""
        for name, value in self.values().items():
            setattr(visit, name, value)


async def reserve(
    session: AsyncSession,
    actor: Actor,
    plan: VisitPlan,
    *,
    appointment_id: UUID,
    patient_id: UUID,
    again: bool = False,
) -> Taken:
    """Take practitioner, room, every device and the patient, or raise and take nothing.

    again: the visit has live reservations already, which are released for these.
    Raises SlotTaken, PatientBusy or NotOffered; the transaction must then be rolled back.
    """
    owner = Owner(appointment_id=appointment_id)
    if not again and may_hope(session) and _is_plain(plan):
        got = await take_at_once(session, actor, plan, appointment_id, patient_id)
        marks = await take_caps(session, actor, plan, got, caps_as_planned(plan), appointment_id)
        return Taken(got.practitioner, got.room_id, marks)
    taking = Taking(session, actor, owner, again=again)
    left = await stand_up(session, actor, appointment_id) if again else None
    group_id = None
    if plan.facts.limits.seats > 1:
        await taking.let_go()
        if again:
            await keep_assistants(session, actor, owner, {})
        group_id, got = await take_seat(session, actor, plan, owner, left)
    else:
        got = await taking.resources(plan)
    await taking.patient(patient_id, plan.visit, once=plan.facts.one_visit_per_patient)
    caps = await require_still_here(session, actor, plan, got)
    if group_id is None and (plan.facts.team.size or plan.facts.team.asked):
        await keep_assistants(session, actor, owner, parts_of(got.assistants))
    marks = await take_caps(session, actor, plan, got, caps, appointment_id)
    if left is not None:
        await settle(session, actor.organization_id, left.id)
    return Taken(got.practitioner, got.room_id, marks, got.lane, group_id, got.assistants)


def _is_plain(plan: VisitPlan) -> bool:
    """Tell whether a visit takes one of each, over nobody else's: as nearly all do."""
    team = plan.facts.team
    special = team.size or team.asked or plan.overbook or plan.facts.limits.seats > 1
    return plan.facts.version is not None and not special


async def take_caps(  # noqa: PLR0917  # what a place under a cap is taken with
    session: AsyncSession,
    actor: Actor,
    plan: VisitPlan,
    got: Resources,
    caps: Caps,
    appointment_id: UUID,
) -> str:
    """Take a visit's places under the caps; return the rules that it breaks on purpose."""
    exceptions = [*plan.exceptions]
    for cap in caps_on(plan, got, caps):
        if not await within(
            session, actor, cap, plan.day, over=plan.waived, appointment_id=appointment_id
        ):
            exceptions.append(CAP)
    return ",".join(dict.fromkeys(exceptions))


class Cap(NamedTuple):
    """Whose visits of a day are limited, to how many."""

    owner_id: UUID
    name: str
    most: int


def caps_on(plan: VisitPlan, got: Resources, caps: Caps) -> list[Cap]:
    """Return those that hold for a visit: its people's, by id as all take them, the service's."""
    found = caps_on_people((got.practitioner, *got.assistants), caps)
    if caps.service is not None:
        found.append(Cap(plan.service_id, plan.facts.service, caps.service))
    return found


def caps_on_people(people: Iterable[Candidate | Worker], caps: Caps) -> list[Cap]:
    """Return the caps of those who have one, by id."""
    if not caps.people:
        return []
    each = ((one.id, one.name, caps.people.get(str(one.id))) for one in people)
    return sorted(Cap(who, name, most) for who, name, most in each if most is not None)


async def within(
    session: AsyncSession,
    actor: Actor,
    cap: Cap,
    day: date,
    *,
    over: bool,
    appointment_id: UUID,
) -> bool:
    """Take one of a day's places; False for one over the cap, on purpose. Raises DayFull."""
    number = await take_place(
        session,
        actor,
        owner_id=cap.owner_id,
        day=day,
        most=cap.most,
        taker=Owner(appointment_id=appointment_id),
        over=over,
    )
    if number is None:
        raise DayFull(why_full(cap.name, cap.most))
    return number <= cap.most


def booked(visit: Appointment) -> Booked:
    """Return what a visit takes, for whoever asked for it."""
    return Booked(
        appointment_id=AppointmentId(visit.id),
        practitioner_id=PractitionerId(visit.practitioner_id),
        room_id=RoomId(visit.room_id) if visit.room_id else None,
        start=visit.starts_at,
        end=visit.ends_at,
        outside_hours=visit.outside_hours,
        version=visit.version,
    )
