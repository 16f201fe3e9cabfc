"""Take a time that a visit had a moment ago, whatever else was let into it on purpose."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.scheduling.errors import DayFull, SlotTaken

T = TypeVar("T")


async def take_as_before(
    session: AsyncSession, take: Callable[[int | None], Awaitable[T]], lane: int | None
) -> T:
    """Return what `take` takes: as anybody would, or else in the lane that the visit had.

    A visit that was overbooked leaves its lane free when it goes, under those that stay. Raises
    what anybody would be told, where the lane was taken since. lane: None where it had no time.
    """
    if lane is None:
        return await take(None)
    try:
        async with session.begin_nested():
            return await take(None)
    except DayFull:
        raise
    except SlotTaken as refusal:
        try:
            async with session.begin_nested():
                return await take(lane)
        except SlotTaken:
            raise refusal from None
