"""Take and release what a visit needs. The exclusion constraints are the referee.

Two things keep rivals from deadlocking. `ON CONFLICT DO NOTHING` waits for a rival that is not
yet decided and then answers "no row", where a plain insert lets two rivals wait for each other.
And everybody takes in one order: practitioner, room, devices by id, patient. A move releases
each kind only just before it takes the new one, for the same reason.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import bindparam, text, update
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.constraints import refuse
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, PractitionerId, RoomId, new_uuid
from clinic_app.scheduling.appointment_tables import Appointment, Reservation
from clinic_app.scheduling.errors import DayFull, PatientBusy, SlotTaken
from clinic_app.scheduling.limit_rules import CAP, why_full
from clinic_app.scheduling.places import release_places, take_place
from clinic_app.scheduling.plan_visit import Candidate, VisitPlan
from clinic_app.scheduling.slot_rows import Booked
from clinic_app.scheduling.still_here import Caps, require_still_here

Kind = Literal["practitioner_id", "room_id", "device_id", "patient_id"]
_KINDS: tuple[Kind, ...] = ("practitioner_id", "room_id", "device_id", "patient_id")

_TAKE = text(
    "INSERT INTO reservation (organization_id, id, created_at, appointment_id, during,"
    " practitioner_id, room_id, device_id, patient_id)"
    " VALUES (:organization_id, :id, :created_at, :appointment_id, :during,"
    " :practitioner_id, :room_id, :device_id, :patient_id)"
    " ON CONFLICT DO NOTHING RETURNING id"
).bindparams(bindparam("during", type_=TSTZRANGE()))

for _constraint in ("practitioner", "room", "device"):
    refuse(f"reservation_{_constraint}_free", SlotTaken)
refuse("reservation_patient_free", PatientBusy)


@dataclass(frozen=True, slots=True)
class Taken:
    """Which of the candidates a visit got."""

    practitioner: Candidate
    room_id: RoomId | None
    exceptions: str = ""  # the rules that it broke on purpose


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
    taking = _Taking(session, actor, appointment_id, again=again)
    by_id = {candidate.id: candidate for candidate in plan.practitioners}
    practitioner = by_id[await taking.one_of("practitioner_id", tuple(by_id), plan.around)]
    room_id = None
    await taking.release("room_id")
    if plan.rooms:
        room_id = RoomId(await taking.one_of("room_id", plan.rooms, plan.around))
    await taking.release("device_id")
    for device_id in plan.devices:
        await taking.one_of("device_id", (device_id,), plan.around)
    await taking.release("patient_id")
    if plan.facts.one_visit_per_patient:
        await taking.one_of("patient_id", (patient_id,), plan.visit)
    caps = await require_still_here(
        session,
        actor,
        service_id=plan.service_id,
        practitioner_id=practitioner.id,
        room_id=room_id,
        device_ids=plan.devices,
    )
    if again:
        await release_places(session, actor, appointment_id)
    exceptions = [*plan.exceptions]
    if not await _within_caps(partial(taking.place, plan), plan, practitioner, caps):
        exceptions.append(CAP)
    return Taken(practitioner, room_id, ",".join(exceptions))


async def _within_caps(
    place: Callable[[UUID, int], Awaitable[int | None]],
    plan: VisitPlan,
    practitioner: Candidate,
    caps: Caps,
) -> bool:
    """Take a place of the practitioner's day and of the service's; False for one over a cap."""
    within = True
    for owner_id, name, cap in (
        (practitioner.id, practitioner.name, caps.practitioner),
        (plan.service_id, plan.facts.service, caps.service),
    ):
        if cap is None:
            continue
        number = await place(owner_id, cap)
        if number is None:
            raise DayFull(why_full(name, cap))
        within = within and number <= cap
    return within


class _Taking:
    """One visit's way through its resources."""

    def __init__(
        self, session: AsyncSession, actor: Actor, appointment_id: UUID, *, again: bool
    ) -> None:
        self._session = session
        self._actor = actor
        self._appointment_id = appointment_id
        self._to_release: set[Kind] = set()
        if again:
            self._to_release = set(_KINDS)

    async def release(self, kind: Kind) -> None:
        if kind in self._to_release:
            self._to_release.discard(kind)
            await release(self._session, self._actor, self._appointment_id, kind)

    async def place(self, plan: VisitPlan, owner_id: UUID, most: int) -> int | None:
        """Take one of the places that an owner has on the visit's day."""
        return await take_place(
            self._session,
            self._actor,
            owner_id=owner_id,
            day=plan.day,
            most=most,
            appointment_id=self._appointment_id,
            over=plan.waived,
        )

    async def one_of(self, kind: Kind, ids: Sequence[UUID], during: Range[datetime]) -> Any:  # noqa: ANN401  # the caller knows the kind of id
        """Take the first that is free. Raises when all are gone."""
        await self.release(kind)
        for candidate in ids:
            row = {
                "organization_id": self._actor.organization_id,
                "id": new_uuid(),
                "created_at": now(),
                "appointment_id": self._appointment_id,
                "during": during,
                **dict.fromkeys(_KINDS),
                kind: candidate,
            }
            if (await self._session.execute(_TAKE, row)).first() is not None:
                return candidate
        raise PatientBusy if kind == "patient_id" else SlotTaken


async def take_room(
    session: AsyncSession,
    actor: Actor,
    appointment_id: UUID,
    room_id: RoomId,
    during: Range[datetime],
) -> None:
    """Take a room in place of the one a visit has. Raises SlotTaken; then roll back."""
    await _Taking(session, actor, appointment_id, again=True).one_of("room_id", (room_id,), during)


async def release(session: AsyncSession, actor: Actor, appointment_id: UUID, *kinds: Kind) -> None:
    """Free what a visit takes; of all kinds when none is named. The rows stay as history."""
    statement = update(Reservation).where(
        col(Reservation.organization_id) == actor.organization_id,
        col(Reservation.appointment_id) == appointment_id,
        col(Reservation.released_at).is_(None),
    )
    for kind in kinds:
        statement = statement.where(getattr(Reservation, kind).is_not(None))
    await session.execute(statement.values(released_at=now()))
    if not kinds:
        await release_places(session, actor, appointment_id)


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
