"""The nearest free times around one that is gone, for whoever was second."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import (
    AppointmentId,
    GroupId,
    HoldId,
    PatientId,
    PractitionerId,
    RoomId,
    ServiceId,
)
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot

MOST_NEAREST = 4
_DAYS = 8  # the day itself and a week: a practitioner who works one day a week is still found
_SURE = timedelta(hours=22)  # what lies outside of the day and its neighbours is farther


async def nearest_free(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    start: datetime,
    practitioner_id: PractitionerId | None = None,
    moving: AppointmentId | None = None,
    hold: HoldId | None = None,
    minutes: int | None = None,
    assistants: Assistants | None = None,
    group: GroupId | None = None,
    room_id: RoomId | None = None,
    patient_id: PatientId | None = None,
    most: int = MOST_NEAREST,
) -> tuple[FreeSlot, ...]:
    """Return at most `most` free times nearest to the instant `start`, before and after, sorted.

    Ask in a transaction of its own: that of the refused booking is over.
    """
    require(actor, Permission.APPOINTMENT_READ)

    async def search(first_day: date, days: int) -> Sequence[FreeSlot]:
        return await find_free_slots(
            session,
            actor,
            service_id=service_id,
            practitioner_id=practitioner_id,
            first_day=first_day,
            days=days,
            moving=moving,
            hold=hold,
            minutes=minutes,
            assistants=assistants,
            group=group,
            room_id=room_id,
            patient_id=patient_id,
        )

    return await nearest_of(search, start, actor.time_zone, most=most)


async def nearest_of(
    search: Callable[[date, int], Awaitable[Sequence[FreeSlot]]],
    start: datetime,
    zone_name: str,
    *,
    most: int = MOST_NEAREST,
) -> tuple[FreeSlot, ...]:
    """Return what a search of some days finds nearest to an instant, sorted by time."""
    day_before = to_wall(start, zone_name).date() - timedelta(days=1)
    nearest: list[FreeSlot] = []
    for days in (3, _DAYS + 1):
        found = await search(day_before, days)
        nearest = sorted(found, key=lambda slot: abs(slot.start - start))[:most]
        if len(nearest) == most and abs(nearest[-1].start - start) <= _SURE:
            break
    return tuple(sorted(nearest, key=lambda slot: slot.start))
