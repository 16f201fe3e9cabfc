"""A time that is typed by hand: it may lie outside working hours, and go against rules."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.kit.zones import first_instant, to_instant, which_pass
from clinic_app.scheduling.wall_words import clock
from clinic_app.web.scheduling.booking.apart_parts import ApartParts
from clinic_app.web.scheduling.booking.booking_words import SlotChoice, parse_wall
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer

FIRST, SECOND = "first", "second"


class TimeByHand(ApartParts, rx.State, mixin=True):
    """The vars and doors of it."""

    by_hand: rx.Field[bool] = rx.field(False)
    typed_time: rx.Field[str] = rx.field("")
    twice: rx.Field[bool] = rx.field(False)  # whether the typed time comes twice on that day
    second: rx.Field[bool] = rx.field(False)  # and which is meant

    @rx.event
    @door(Permission.APPOINTMENT_OVERRIDE)
    async def type_by_hand(self, actor: Actor, on: bool) -> Answer:
        """Let a time be typed, also outside working hours, or go back to the grid."""
        del actor
        self.by_hand, self.typed_time, self.twice = on, "", False
        self._forget_start()

    @rx.event
    @door(Permission.APPOINTMENT_OVERRIDE)
    async def type_time(self, actor: Actor, typed: str) -> Answer:
        """Choose a time by hand; it may lie outside working hours."""
        self.typed_time, self.second = typed, False
        await self._take_typed(actor)

    @rx.event
    @door(Permission.APPOINTMENT_OVERRIDE)
    async def choose_pass(self, actor: Actor, answer: str) -> Answer:
        """Say which of an hour that comes twice is meant."""
        self.second = answer == SECOND
        await self._take_typed(actor)

    async def _take_typed(self, actor: Actor) -> None:
        self._forget_start()
        self.twice, typed = False, self.typed_time
        wall = parse_wall(self.day, typed)
        if wall is None or not self.by_hand or not self.service_id:
            return
        first = first_instant(wall, actor.time_zone)
        self.twice = which_pass(first, actor.time_zone) > 0
        start = to_instant(wall, actor.time_zone, second_pass=self.second and self.twice)
        await self._choose(actor, SlotChoice(start.isoformat(), clock(wall), ""))

    def _forget_start(self) -> None:
        raise NotImplementedError

    async def _choose(self, actor: Actor, slot: SlotChoice) -> None:
        raise NotImplementedError
