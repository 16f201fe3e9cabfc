"""The times of services that have a day of their own: each is searched and held by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import ClinicError
from clinic_app.kit.ids import HoldId, ServiceId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.booking.preview_visit import preview_visit
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.free_times.explain_day import explain_day
from clinic_app.scheduling.free_times.find_free_slots import MOST_DAYS, find_free_slots
from clinic_app.scheduling.free_times.slot_rows import FreeSlot, Held
from clinic_app.scheduling.holding.hold_slot import hold_slot
from clinic_app.scheduling.holding.release_hold import release_hold
from clinic_app.scheduling.wall_words import day_and_clock, exact_clock, short_day
from clinic_app.web.scheduling.booking.apart_rows import ApartPart, apart_words
from clinic_app.web.scheduling.booking.booking_parts import BookingParts, giver_of
from clinic_app.web.scheduling.booking.booking_words import parse_start
from clinic_app.web.scheduling.booking.helper_rows import HelperRow, who_assists
from clinic_app.web.ui.choice_field import ChoiceRow

_OURS = "given to another service of this booking"


class ApartTimes(BookingParts, rx.State, mixin=True):
    """The rows of it, and what is held for them."""

    apart: rx.Field[list[ApartPart]] = rx.field(default_factory=list[ApartPart])

    _apart_held: dict[str, Held] = {}  # noqa: RUF012  # by the row's key

    async def _looked(self, actor: Actor, row: ApartPart) -> ApartPart:
        """Return it with its day's free times; without its own, and why, where that is gone."""
        day = date.fromisoformat(row.day)
        slots = await self._apart_slots(actor, row, day, explain=True)
        times = [
            ChoiceRow(slot.start.isoformat(), exact_clock(slot.start, actor.time_zone))
            for slot in slots
            if not slot.taken
        ]
        if any(time.value == row.start for time in times):
            return replace(row, times=times)
        why = row.refused if row.times else ""
        if row.start:
            taken = next((one.taken for one in slots if one.start.isoformat() == row.start), "")
            at = exact_clock(datetime.fromisoformat(row.start), actor.time_zone)
            why = f"{at} is {taken or 'not possible any more'}."
        elif not slots:
            why = await look(actor, explain_day, **self._who_gives(row), day=day)
        elif not times:
            why = f"Nothing is free on {short_day(day)}."
        return replace(row, times=times, start="", takes="", refused=why)

    async def _look_anew(self, actor: Actor, row: ApartPart) -> None:
        """Show its free times after a change of it; a chosen one that is still free stays."""
        row = await self._looked(actor, replace(row, refused=""))
        start = parse_start(row.start)
        if start is None:
            await self._let_go_of(actor, row.key)
            self._put(row)
        else:
            await self._take_apart(actor, row, start)

    async def _next_day(self, actor: Actor, row: ApartPart) -> None:
        """Show the next day on which it is free, without a time yet."""
        after = date.fromisoformat(row.day) + timedelta(days=1)
        slots = await self._apart_slots(actor, row, after, days=MOST_DAYS)
        first = next((one.start for one in slots if not one.taken), None)
        day = after if first is None else to_wall(first, actor.time_zone).date()
        await self._look_anew(actor, replace(row, day=day.isoformat(), start=""))

    async def _take_apart(self, actor: Actor, row: ApartPart, start: datetime) -> None:
        """Choose a time for it, and hold that; what stands against it is said beside it."""
        asked: dict[str, Any] = {**self._apart_asked(row), "start": start}
        held = self._apart_held.get(row.key)
        before = held.hold_id if held else None
        try:
            preview = await look(actor, preview_visit, **asked, **self._for_whom(), hold=before)
            held = await perform(actor, hold_slot, **asked, instead_of=before)
        except ClinicError as refusal:
            row = await self._looked(actor, row)
            self._put(replace(row, refused=refusal.message))
            return
        self._apart_held = {**self._apart_held, row.key: held}
        words = apart_words(row, to_wall(held.start, actor.time_zone), preview)
        self._put(replace(row, start=start.isoformat(), takes=words, refused=""))

    async def _renew_apart(self, actor: Actor) -> None:
        """Look again at all of them; what was held for a time that is gone is given back."""
        self.apart = [await self._looked(actor, row) for row in self.apart]
        for row in self.apart:
            if not row.start:
                await self._let_go_of(actor, row.key)

    async def _let_go_of(self, actor: Actor, key: str) -> None:
        held = self._apart_held.get(key)
        if held is not None:
            self._apart_held = {one: its for one, its in self._apart_held.items() if one != key}
            await perform(actor, release_hold, hold_id=held.hold_id)

    async def _give_all_back(self, actor: Actor) -> None:
        """Let others have everything that this form holds."""
        await self._give_back(actor)
        for key in list(self._apart_held):
            await self._let_go_of(actor, key)

    def _put(self, row: ApartPart) -> None:
        self.apart = [row if one.key == row.key else one for one in self.apart]

    def _apart_words(self, actor: Actor) -> str:
        """Return “, and ECG for Thu 4 Mar, 9:00” for each, after what is said of the first."""
        starts = [datetime.fromisoformat(row.start) for row in self.apart]
        words = [day_and_clock(to_wall(start, actor.time_zone)) for start in starts]
        pairs = zip(self.apart, words, strict=True)
        return "".join(f", and {row.service} for {when}" for row, when in pairs)

    def _lacking(self) -> bool:
        """Tell whether one of them has no time yet, and say so beside it."""
        self.apart = [
            row if row.start or row.refused else replace(row, refused="Please choose a time.")
            for row in self.apart
        ]
        return any(not row.start for row in self.apart)

    def _apart_parts(self) -> list[tuple[AskedPart, HoldId | None]]:
        """Return them as they are booked, each with what is held for it."""
        return [
            (
                AskedPart(**self._apart_asked(row), start=parse_start(row.start)),
                self._apart_held[row.key].hold_id if row.key in self._apart_held else None,
            )
            for row in self.apart
        ]

    async def _apart_slots(
        self, actor: Actor, row: ApartPart, day: date, *, days: int = 1, explain: bool = False
    ) -> Sequence[FreeSlot]:
        held = self._apart_held.get(row.key)
        asked = {**self._apart_asked(row), **self._for_whom()}
        asked |= {"hold": held.hold_id if held else None, "days": days, "explain": explain}
        slots = await look(actor, find_free_slots, **asked, first_day=day)
        return self._beside_others(slots, row.key)

    def _apart_asked(self, row: ApartPart) -> dict[str, Any]:
        return {**self._who_gives(row), "assistants": who_assists(row.assisting)}

    def _who_gives(self, row: ApartPart) -> dict[str, Any]:
        return {
            "service_id": parse_id(ServiceId, row.service_id, what="The service"),
            "practitioner_id": giver_of(row.practitioner_id),
        }

    def _beside_others(self, slots: Sequence[FreeSlot], key: str = "") -> tuple[FreeSlot, ...]:
        """Mark the times at which the patient is at another service of this booking.

        key: whose times they are, "" for the first service's.
        """
        spans = [(one.start, one.end) for its, one in self._apart_held.items() if its != key]
        if key and self._span:
            spans.append(self._span)
        return tuple(
            replace(slot, taken=_OURS)
            if not slot.taken and any(slot.start < end and begin < slot.end for begin, end in spans)
            else slot
            for slot in slots
        )

    def _holds(self) -> set[HoldId | None]:
        return {self._hold_id(), *(held.hold_id for held in self._apart_held.values())}

    def _services_so_far(self) -> int:
        return 1 + len(self.more) + len(self.apart)

    def _teams(self) -> list[list[HelperRow]]:
        return [*super()._teams(), *(row.assisting for row in self.apart)]

    def _weigh_helpers(self) -> None:
        super()._weigh_helpers()
        weighed = [self._weighed(row.practitioner_id, row.assisting) for row in self.apart]
        self.apart = [
            replace(row, assisting=team, may_assist=may)
            for row, (team, may) in zip(self.apart, weighed, strict=True)
        ]

    async def _staff(self, actor: Actor, number: int, team: list[HelperRow]) -> None:
        at = number - len(self.more) - 1
        if at < 0:
            await super()._staff(actor, number, team)
            return
        self.apart = [
            replace(row, assisting=team) if index == at else row
            for index, row in enumerate(self.apart)
        ]
        self._weigh_helpers()
        await self._look_anew(actor, self.apart[at])
