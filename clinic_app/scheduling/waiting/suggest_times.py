"""Free times that could be offered to somebody who waits."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PatientId, PractitionerId, ServiceId, WaitingId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.patient_time import if_known
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.tables import Practitioner
from clinic_app.scheduling.waiting.waiting_rows import SuggestedTime
from clinic_app.scheduling.waiting.waiting_rules import fits, read
from clinic_app.scheduling.waiting_tables import WaitingEntry, WaitingPractitioner
from clinic_app.scheduling.wall_words import clock, short_day

_DAYS = 21


async def suggest_times(
    session: AsyncSession, actor: Actor, *, waiting_id: WaitingId, most: int = 12
) -> tuple[SuggestedTime, ...]:
    """Return the next free times for an entry: those that suit first, then others."""
    require(actor, Permission.APPOINTMENT_WRITE)
    entry = await find(session, actor, WaitingEntry, waiting_id, what="This entry")
    slots = await find_free_slots(
        session,
        actor,
        service_id=ServiceId(entry.service_id),
        first_day=to_wall(now(), actor.time_zone).date(),
        days=_DAYS,
        patient_id=if_known(actor, PatientId(entry.patient_id)),
    )
    wanted = await _wanted(session, actor, waiting_id)
    names = await _names(session, actor)
    found: list[SuggestedTime] = []
    for slot in slots:
        who = next((one for one in slot.practitioner_ids if not wanted or one in wanted), None)
        if who is not None and slot.start > now() + timedelta(minutes=5):
            found.append(_suggestion(slot, who, names.get(who, ""), entry, actor.time_zone))
    found.sort(key=lambda one: (not one.suits, one.start))
    return tuple(found[:most])


async def _wanted(
    session: AsyncSession, actor: Actor, waiting_id: WaitingId
) -> set[PractitionerId]:
    query = scoped(WaitingPractitioner, actor).where(
        col(WaitingPractitioner.waiting_id) == waiting_id
    )
    rows = (await session.execute(query)).scalars()
    return {PractitionerId(row.practitioner_id) for row in rows}


async def _names(session: AsyncSession, actor: Actor) -> dict[PractitionerId, str]:
    query = select(Practitioner.id, Practitioner.name).where(
        col(Practitioner.organization_id) == actor.organization_id
    )
    return {PractitionerId(key): name for key, name in await session.execute(query)}


def _suggestion(
    slot: FreeSlot, who: PractitionerId, name: str, entry: WaitingEntry, zone_name: str
) -> SuggestedTime:
    start, end = to_wall(slot.start, zone_name), to_wall(slot.end, zone_name)
    return SuggestedTime(
        start=slot.start.isoformat(),
        practitioner_id=str(who),
        day=short_day(start),
        time=clock(start),
        practitioner=name,
        suits=fits(read(entry.windows), entry.until, start, end),
    )
