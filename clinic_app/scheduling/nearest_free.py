"""The nearest free times around one that is gone, for whoever was second."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import AppointmentId, GroupId, HoldId, PractitionerId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.find_free_slots import find_free_slots
from clinic_app.scheduling.slot_rows import FreeSlot

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
    assistants: Sequence[PractitionerId] | None = None,
    group: GroupId | None = None,
    most: int = 4,
) -> tuple[FreeSlot, ...]:
    """Return at most `most` free times nearest to the instant `start`, before and after, sorted.

    Ask in a transaction of its own: that of the refused booking is over.
    """
    require(actor, Permission.APPOINTMENT_READ)
    day = to_wall(start, actor.time_zone).date()

    async def search(days: int) -> list[FreeSlot]:
        slots = await find_free_slots(
            session,
            actor,
            service_id=service_id,
            practitioner_id=practitioner_id,
            first_day=day - timedelta(days=1),
            days=days,
            moving=moving,
            hold=hold,
            minutes=minutes,
            assistants=assistants,
            group=group,
        )
        return sorted(slots, key=lambda slot: abs(slot.start - start))[:most]

    nearest = await search(3)
    if len(nearest) < most or abs(nearest[-1].start - start) > _SURE:
        nearest = await search(_DAYS + 1)
    return tuple(sorted(nearest, key=lambda slot: slot.start))
