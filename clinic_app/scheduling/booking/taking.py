"""Take and release rows of `reservation`. The exclusion constraints are the referee.

Two things keep rivals from deadlocking. `ON CONFLICT DO NOTHING` waits for a rival that is not
yet decided and then answers "no row", where a plain insert lets two rivals wait for each other.
And everybody takes in one order: practitioner, room, devices by id, patient; a whole coming as
well (`reserve_together.py`). A move releases each kind only just before it takes the new one, for
the same reason.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Update, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask
from clinic_app.database.constraints import refuse
from clinic_app.database.statement import Statement
from clinic_app.kit.clock import now
from clinic_app.kit.ids import RoomId
from clinic_app.scheduling.appointment_tables import Reservation
from clinic_app.scheduling.booking.own_ranges import without
from clinic_app.scheduling.booking.reservation_rows import KINDS, Kind, Owner, Wanted, ask_to_take
from clinic_app.scheduling.booking.visit_plan import Candidate, Gone, VisitPlan
from clinic_app.scheduling.errors import PatientBusy, SlotTaken

# Holds that have run out take nobody's time, even before the worker has put them away.
_END_EXPIRED = Statement(
    "UPDATE reservation SET released_at = :now"
    " WHERE organization_id = :organization AND resource_id = ANY(:ids) AND released_at IS NULL"
    " AND expires_at <= :now AND begins_at < :end AND ends_at > :begin RETURNING id"
)

_GIVE_BACK = Statement(
    "UPDATE reservation SET released_at = :now"
    " WHERE organization_id = :organization AND id = ANY(:ids) RETURNING id"
)

for _constraint in ("practitioner", "room", "device"):
    refuse(f"reservation_{_constraint}_free", SlotTaken)
refuse("reservation_patient_free", PatientBusy)


class Resources(NamedTuple):
    """Which of the candidates were got, and the highest lane that was needed."""

    practitioner: Candidate
    room_id: RoomId | None
    lane: int
    assistants: tuple[Candidate, ...] = ()


class Taking:
    """One visit's, hold's or session's way through its resources."""

    def __init__(
        self,
        session: AsyncSession,
        actor: Actor,
        owner: Owner,
        *,
        again: bool = False,
        instead_of: Owner | None = None,
        own: Mapping[UUID, Sequence[Range[datetime]]] | None = None,
    ) -> None:
        """Begin. again: the owner has live reservations already, which are released for these.

        instead_of: another owner's are, which ends for this one. own: when visits that are about
        to move have whom and what anyway: only the rest is taken.
        """
        self._own = own or {}
        self._session = session
        self._actor = actor
        self._owner = owner
        self._before = instead_of or owner
        self._to_release: set[Kind] = set(KINDS) if again or instead_of else set()

    async def resources(self, plan: VisitPlan) -> Resources:
        """Take a practitioner, who assists, a room if one is needed, and every device."""
        people, lane = await self.people(plan)
        room_id, of_room = await self.room(plan)
        await self.release("device_id")
        of_devices = [await self.device(plan, one) for one in plan.devices]
        return resources_of(people, room_id, max(lane, of_room, *of_devices, 0))

    async def room(self, plan: VisitPlan) -> tuple[UUID | None, int]:
        """Take a room, if one is needed; return it and its lane."""
        await self.release("room_id")
        if not plan.rooms:
            return None, 0
        return await self.one_of("room_id", plan.rooms, plan.around, plan.overbook)

    async def device(self, plan: VisitPlan, device_id: UUID) -> int:
        """Take one of the devices; return its lane."""
        return (await self.one_of("device_id", (device_id,), plan.around, plan.overbook))[1]

    async def people(self, plan: VisitPlan) -> tuple[Sequence[Candidate], int]:
        """Take who gives it, and who assists; the first of them gives it."""
        if plan.facts.team.size:
            return await self._team(plan)
        by_id: dict[UUID, Candidate] = {one.id: one for one in plan.practitioners}
        who, lane = await self.one_of("practitioner_id", tuple(by_id), plan.around, plan.overbook)
        return [by_id[who]], lane

    async def _team(self, plan: VisitPlan) -> tuple[Sequence[Candidate], int]:
        """Take a whole team, by id, so that two that share people cannot wait for each other."""
        await self.release("practitioner_id")
        gone, refusal = set[Gone](), SlotTaken()
        while team := plan.team(gone):
            try:
                async with self._session.begin_nested():
                    return team, await self._each(sorted(team, key=lambda one: one.id), plan, gone)
            except SlotTaken as lost:
                refusal = lost
        raise refusal

    async def _each(self, people: Sequence[Candidate], plan: VisitPlan, gone: set[Gone]) -> int:
        """Take them all, return the highest lane. Raises SlotTaken and notes who is gone."""
        lanes = list[int]()
        for one in people:
            try:
                _, lane = await self.one_of(
                    "practitioner_id", (one.id,), plan.time_of(one), plan.overbook
                )
            except SlotTaken:
                gone.add(one.who)
                raise SlotTaken(f"{one.name} has another visit") from None
            lanes.append(lane)
        return max(lanes)

    async def patient(self, patient_id: UUID, during: Range[datetime], *, once: bool) -> None:
        """Take the patient, where they can be in one place only."""
        await self.release("patient_id")
        if once:
            await self.one_of("patient_id", (patient_id,), during)

    async def let_go(self) -> None:
        """Give back all but the patient: from now on a session takes it for the visit."""
        for kind in KINDS[:-1]:
            await self.release(kind)

    async def release(self, kind: Kind) -> None:
        """Give back what a moved visit or session had of a kind, once."""
        if kind in self._to_release:
            self._to_release.discard(kind)
            await _release(self._session, self._actor, self._before, kind)

    async def one_of(
        self, kind: Kind, ids: Sequence[UUID], during: Range[datetime], most_lane: int = 0
    ) -> tuple[UUID, int]:
        """Take the first that is free, in the lowest lane. Raises when all are gone."""
        await self.release(kind)
        for _ in range(2):
            for lane in range(most_lane + 1):
                for candidate in ids:
                    if await self._take(kind, candidate, during, lane):
                        return candidate, lane
            if not await self._end_expired(ids, during):
                break
        raise PatientBusy if kind == "patient_id" else SlotTaken

    async def _take(self, kind: Kind, resource: UUID, during: Range[datetime], lane: int) -> bool:
        taken: list[UUID] = []
        for rest in without(during, self._own.get(resource, ())):
            key = await self._insert(kind, resource, rest, lane)
            if key is None:
                await self._undo(taken)
                return False
            taken.append(key)
        return True

    async def _insert(
        self, kind: Kind, resource: UUID, during: Range[datetime], lane: int
    ) -> UUID | None:
        wanted = Wanted(kind, resource, during, lane)
        taken: Any = await ask(self._session, *ask_to_take(self._actor, self._owner, wanted))
        return taken[0][0] if taken else None

    async def _undo(self, taken: Sequence[UUID]) -> None:
        """Give back the pieces of a time whose other piece was gone."""
        if taken:
            home = {"organization": self._actor.organization_id, "now": now()}
            await ask(self._session, _GIVE_BACK, {**home, "ids": list(taken)})

    async def _end_expired(self, ids: Sequence[UUID], during: Range[datetime]) -> bool:
        values = {
            "organization": self._actor.organization_id,
            "ids": list(ids),
            "now": now(),
            "begin": during.lower,
            "end": during.upper,
        }
        return bool(await ask(self._session, _END_EXPIRED, values))


def resources_of(people: Sequence[Candidate], room_id: UUID | None, lane: int) -> Resources:
    """Return what was got; the first of the people gives the visit."""
    giver, *assistants = people
    return Resources(giver, RoomId(room_id) if room_id else None, lane, tuple(assistants))


async def take_room(
    session: AsyncSession,
    actor: Actor,
    appointment_id: UUID,
    room_id: RoomId,
    during: Range[datetime],
) -> None:
    """Take a room in place of the one a visit has. Raises SlotTaken; then roll back."""
    taking = Taking(session, actor, Owner(appointment_id=appointment_id), again=True)
    await taking.one_of("room_id", (room_id,), during)


async def release(session: AsyncSession, actor: Actor, appointment_id: UUID, *kinds: Kind) -> None:
    """Free a visit's own rows; of all kinds when none is named. The rows stay as history."""
    await _release(session, actor, Owner(appointment_id=appointment_id), *kinds)


async def _release(session: AsyncSession, actor: Actor, owner: Owner, *kinds: Kind) -> None:
    statement = _live(actor, owner)
    for kind in kinds:
        statement = statement.where(getattr(Reservation, kind).is_not(None))
    await session.execute(statement.values(released_at=now()))


def _live(actor: Actor, owner: Owner) -> Update:
    return update(Reservation).where(
        col(Reservation.organization_id) == actor.organization_id,
        col(Reservation.appointment_id) == owner.appointment_id
        if owner.appointment_id
        else col(Reservation.session_id) == owner.session_id,
        col(Reservation.released_at).is_(None),
    )


async def release_practitioner(
    session: AsyncSession, actor: Actor, owner: Owner, practitioner_id: UUID
) -> None:
    """Free one of those who take part in a visit or a session."""
    statement = _live(actor, owner).where(col(Reservation.practitioner_id) == practitioner_id)
    await session.execute(statement.values(released_at=now()))
