"""Keeping the chosen time while the booking form is open."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import HoldId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.free_times.slot_rows import FreeSlot, Held
from clinic_app.scheduling.holding.find_own_hold import find_own_hold
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.list_own_holds import list_own_holds
from clinic_app.scheduling.holding.release_hold import release_hold
from clinic_app.scheduling.wall_words import clock
from clinic_app.web.scheduling.booking.booking_words import SlotChoice

Without = Callable[[HoldId], Awaitable[tuple[FreeSlot, ...]]]


class SlotKeeper(rx.State, mixin=True):
    """The hold of a booking in progress."""

    held_until: rx.Field[str] = rx.field("")  # 10:12, while a time is held

    _hold: str = ""  # its id
    _span: tuple[datetime, datetime] | None = None  # and what it is held for

    async def _keep(self, actor: Actor, start: datetime, asked: dict[str, Any]) -> None:
        """Hold a time instead of the one held so far."""
        asked = {**asked, "instead_of": self._hold_id()}
        self._held(actor, await perform(actor, hold_slot, start=start, **asked))

    def _held(self, actor: Actor, held: Held) -> None:
        self._hold, self._span = str(held.hold_id), (held.start, held.end)
        self.held_until = clock(to_wall(held.expires_at, actor.time_zone))

    async def _mark_own(
        self, actor: Actor, slots: list[SlotChoice], day: date, without: Without
    ) -> list[SlotChoice]:
        """Mark the times of a day that nothing but a hold of one's own stands against.

        Of other windows, that is; without: the day's free times but for a hold.
        """
        for own in await look(actor, list_own_holds, day=day):
            if own.hold_id in self._holds():
                continue
            until = clock(to_wall(own.expires_at, actor.time_zone))
            freed = {one.start.isoformat() for one in await without(own.hold_id)}
            slots = [
                replace(one, taken="", yours=until) if one.taken and one.start in freed else one
                for one in slots
            ]
        return slots

    async def _adopt(self, actor: Actor, **asked: Any) -> bool:  # noqa: ANN401  # as the query takes them
        """Make the hold of one's own that is in the way this form's; False where there is none.

        It is of a form in another window, which says that the time is gone, or was lost with it.
        """
        found = await look(actor, find_own_hold, **asked)
        if found is None or found in self._holds():
            return False
        await self._give_back(actor)
        self._hold = str(found)
        return True

    async def _give_back(self, actor: Actor) -> None:
        """Let others have what is held."""
        hold, self._hold, self.held_until, self._span = self._hold_id(), "", "", None
        if hold is not None:
            await perform(actor, release_hold, hold_id=hold)

    def _holds(self) -> set[HoldId | None]:
        """Return the holds of this form."""
        return {self._hold_id()}

    def _hold_id(self) -> HoldId | None:
        return parse_id(HoldId, self._hold, what="The hold") if self._hold else None
