"""Giving a service of a coming a day and a time of its own: what is pressed for it."""

from dataclasses import replace

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.web.scheduling.booking.apart_rows import ApartPart, apart_part, plain_part
from clinic_app.web.scheduling.booking.apart_times import ApartTimes
from clinic_app.web.scheduling.booking.booking_words import parse_day, parse_start
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer

WRITE = Permission.APPOINTMENT_WRITE


class ApartParts(ApartTimes, rx.State, mixin=True):
    """The doors of it. A service leaves those that follow each other, or goes to their end."""

    _apart_so_far: int = 0

    @rx.event
    @door(WRITE)
    async def set_apart(self, actor: Actor, index: int) -> Answer:
        """Give a service that follows a day of its own: the next on which it is free."""
        if not 0 <= index < len(self.more):
            return
        part = self.more[index]
        self.more = [one for at, one in enumerate(self.more) if at != index]
        self._apart_so_far += 1
        row = apart_part(part, key=str(self._apart_so_far), day=self.day)
        self.apart = [*self.apart, row]
        await self._search_anew(actor)
        await self._next_day(actor, row)

    @rx.event
    @door(WRITE)
    async def follow_again(self, actor: Actor, key: str) -> Answer:
        """Let it be given right after the others."""
        row = await self._take_out(actor, key)
        if row is not None:
            self.more = [*self.more, plain_part(row)]
            await self._search_anew(actor)

    @rx.event
    @door(WRITE)
    async def drop_apart(self, actor: Actor, key: str) -> Answer:
        """Take it out of the coming."""
        await self._take_out(actor, key)

    @rx.event
    @door(WRITE)
    async def give_apart(self, actor: Actor, key: str, practitioner_id: str) -> Answer:
        """Choose who gives it, or anybody."""
        row = self._row(key)
        if row is not None:
            self._put(replace(row, practitioner_id=practitioner_id))
            self._weigh_helpers()
            await self._look_anew(actor, self._row(key) or row)

    @rx.event
    @door(WRITE)
    async def pick_apart_day(self, actor: Actor, key: str, day: str) -> Answer:
        """Show its free times of another day; half-typed dates do nothing."""
        row, chosen = self._row(key), parse_day(day)
        if row is not None and chosen is not None:
            await self._look_anew(actor, replace(row, day=chosen.isoformat(), start=""))

    @rx.event
    @door(WRITE)
    async def next_apart_day(self, actor: Actor, key: str) -> Answer:
        """Show the next day on which it is free, within a month."""
        row = self._row(key)
        if row is not None:
            await self._next_day(actor, row)

    @rx.event
    @door(WRITE)
    async def pick_apart_time(self, actor: Actor, key: str, start: str) -> Answer:
        """Choose one of its free times, and hold it."""
        row, begins = self._row(key), parse_start(start)
        if row is not None and begins is not None and any(one.value == start for one in row.times):
            await self._take_apart(actor, row, begins)

    def _row(self, key: str) -> ApartPart | None:
        return next((row for row in self.apart if row.key == key), None)

    async def _take_out(self, actor: Actor, key: str) -> ApartPart | None:
        row = self._row(key)
        self.apart = [one for one in self.apart if one.key != key]
        await self._let_go_of(actor, key)
        return row
