"""The nearest times at which several services fit, around one that is gone."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.ids import HoldId, PatientId
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.find_chain import find_chain
from clinic_app.scheduling.free_times.nearest_free import MOST_NEAREST, nearest_of
from clinic_app.scheduling.free_times.slot_rows import FreeSlot


async def nearest_chain(
    session: AsyncSession,
    actor: Actor,
    *,
    parts: Sequence[AskedPart],
    start: datetime,
    hold: HoldId | None = None,
    patient_id: PatientId | None = None,
    most: int = MOST_NEAREST,
) -> tuple[FreeSlot, ...]:
    """Return the times nearest to the instant `start` at which the first can begin, sorted.

    parts, hold and patient_id as in `find_chain`; the rest as in `nearest_free`.
    """
    require(actor, Permission.APPOINTMENT_READ)

    async def search(first_day: date, days: int) -> Sequence[FreeSlot]:
        return await find_chain(
            *(session, actor),
            parts=parts,
            first_day=first_day,
            days=days,
            hold=hold,
            patient_id=patient_id,
        )

    return await nearest_of(search, start, actor.time_zone, most=most)
