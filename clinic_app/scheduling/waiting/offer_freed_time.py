"""Offer a freed time to those who wait for such a one, in their order."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find
from clinic_app.kit.clock import now
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import PractitionerId, ServiceId, WaitingId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS, find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.scheduling.waiting.agrees_sql import REACHED
from clinic_app.scheduling.waiting.make_offer import make_offer
from clinic_app.scheduling.waiting.waiting_rules import fits, read
from clinic_app.scheduling.waiting_tables import FreedTime

_AT_MOST = 100  # people looked at for one freed time

# Urgent ones first, then who waits longest. Nobody is asked twice about one freed time, nobody
# while they have an offer open, and nobody whom no message reaches: staff calls those.
_IN_ORDER = text(f"""
    SELECT e.id, e.service_id, e.windows, e.until
    FROM waiting_entry e
    JOIN patient p ON p.organization_id = e.organization_id AND p.id = e.patient_id
    JOIN service_practitioner g ON g.organization_id = e.organization_id
        AND g.service_id = e.service_id AND g.practitioner_id = :practitioner
    WHERE e.organization_id = :organization AND e.ended_at IS NULL
        AND (e.until IS NULL OR e.until >= :day) AND p.removed_at IS NULL
        AND {REACHED}
        AND (NOT EXISTS (SELECT FROM waiting_practitioner w
                WHERE w.organization_id = e.organization_id AND w.waiting_id = e.id)
            OR EXISTS (SELECT FROM waiting_practitioner w
                WHERE w.organization_id = e.organization_id AND w.waiting_id = e.id
                    AND w.practitioner_id = :practitioner))
        AND NOT EXISTS (SELECT FROM slot_offer f
            WHERE f.organization_id = e.organization_id AND f.waiting_id = e.id
                AND (f.state = 'open' OR f.freed_id = :freed))
    ORDER BY e.priority DESC, e.created_at, e.id
    LIMIT :most
""")  # noqa: S608  # put together from constants; all values are bound


async def offer_freed_time(session: AsyncSession, actor: Actor, *, freed_id: UUID) -> int:
    """Offer what is still free of a freed time; return to how many.

    A single slot goes to the first whom it suits; a freed day to several, a slot each.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    freed = await find(session, actor, FreedTime, freed_id, what="This time", lock=True)
    if freed.ends_at <= now():
        return 0
    made, free = 0, dict[UUID, tuple[FreeSlot, ...]]()
    for entry in await _waiting(session, actor, freed):
        if entry.service_id not in free:
            free[entry.service_id] = await _free(session, actor, freed, entry.service_id)
        for slot in free[entry.service_id]:
            if _suits(entry, slot, actor.time_zone) and await _offered(
                session, actor, freed, entry.id, slot.start
            ):
                made += 1
                free.clear()  # what is held now is free no more
                break
    return made


async def _waiting(session: AsyncSession, actor: Actor, freed: FreedTime) -> list[Any]:
    values = {
        "organization": actor.organization_id,
        "practitioner": freed.practitioner_id,
        "freed": freed.id,
        "day": to_wall(max(freed.starts_at, now()), actor.time_zone).date(),
        "most": _AT_MOST,
    }
    return list(await session.execute(_IN_ORDER, values))


async def _free(
    session: AsyncSession, actor: Actor, freed: FreedTime, service_id: UUID
) -> tuple[FreeSlot, ...]:
    first = to_wall(max(freed.starts_at, now()), actor.time_zone).date()
    last = to_wall(freed.ends_at, actor.time_zone).date()
    slots = await find_free_slots(
        session,
        actor,
        service_id=ServiceId(service_id),
        practitioner_id=PractitionerId(freed.practitioner_id),
        first_day=first,
        days=min(MOST_DAYS, (last - first).days + 1),
    )
    return tuple(slot for slot in slots if freed.starts_at <= slot.start < freed.ends_at)


def _suits(entry: Any, slot: FreeSlot, zone_name: str) -> bool:  # noqa: ANN401  # a result row
    start, end = to_wall(slot.start, zone_name), to_wall(slot.end, zone_name)
    return fits(read(entry.windows), entry.until, start, end)


async def _offered(
    session: AsyncSession, actor: Actor, freed: FreedTime, waiting_id: UUID, start: datetime
) -> bool:
    """Try to offer; what stands against it (the patient is elsewhere) only passes it on."""
    if start < now() + timedelta(minutes=1):
        return False
    try:
        async with session.begin_nested():
            await make_offer(
                session,
                actor,
                waiting_id=WaitingId(waiting_id),
                start=start,
                practitioner_id=PractitionerId(freed.practitioner_id),
                freed_id=freed.id,
            )
    except ClinicError:
        return False
    return True
