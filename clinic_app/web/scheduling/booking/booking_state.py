"""The booking dialog's state: opening it, holding what is chosen, and keeping it true."""

from collections.abc import AsyncGenerator
from datetime import date

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.ids import AppointmentId, GroupId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.live.topics import Topic
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.series.series_rows import NO_SERIES, SeriesPlace
from clinic_app.scheduling.visit.get_appointment import get_appointment
from clinic_app.web.scheduling.booking.booking_deeds import BookingDeeds
from clinic_app.web.scheduling.booking.booking_words import (
    SlotChoice,
    parse_gap,
    parse_start,
    parse_wish,
)
from clinic_app.web.scheduling.booking.day_slots import SOONEST
from clinic_app.web.scheduling.booking.slot_picker import WRITE
from clinic_app.web.session.door import door, live_door, open_door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.session.pushes import pushes

_LANE = "booking"


class BookingState(BookingDeeds, rx.State):
    """A booking in progress, or (with `moving`) a visit that is being moved."""

    opened: rx.Field[str] = rx.field("")  # differs at each opening, so that fields start afresh
    may_override: rx.Field[bool] = rx.field(False)
    may_register: rx.Field[bool] = rx.field(False)
    _arrived: dict[str, str] = {}  # noqa: RUF012  # what the address asked for
    series: rx.Field[SeriesPlace] = rx.field(default_factory=lambda: NO_SERIES)  # of what is moved

    @rx.event
    @door(WRITE)
    async def open(self, actor: Actor, column_id: str, start: str) -> Answer:
        """Begin a booking where the calendar was clicked: a column, a wall time.

        start: "2026-11-20T10:15", a day alone, or "" for today; column_id: a practitioner's, a
        room's, "" for anybody.
        """
        kept = self.service_id if not self.moving else ""
        day, wanted = parse_gap(start)
        await self._begin(actor, day)
        self.wanted = wanted
        self.service_id, self.practitioner_id, self.room_id = kept, column_id, column_id
        return await self._load(actor)

    @rx.event
    @door(WRITE)
    async def join(self, actor: Actor, group_id: str) -> Answer:
        """Begin a booking of a seat in a group's session."""
        asked = parse_id(GroupId, group_id, what="The session")
        group = await look(actor, get_group, group_id=asked)
        await self._begin(actor, date.fromisoformat(group.time.date))
        self.wanted = group.time.start
        self.service_id, self.practitioner_id = group.service_id, group.practitioner_id
        return await self._load(actor)

    @rx.event
    @door(WRITE)
    async def walk_in(self, actor: Actor, practitioner_id: str) -> Answer:
        """Begin a booking for somebody at the desk: today, at the soonest; "" for anybody."""
        await self._begin(actor, None)
        self.wanted, self.practitioner_id = SOONEST, practitioner_id
        self.walk_in_on = self.day
        return await self._load(actor)

    @rx.event
    @door(WRITE)
    async def arrive(self, actor: Actor) -> Answer:
        """Begin a booking where the address says so.

        This comes again after a lost connection, which closes nothing.

        /calendar?book=1, perhaps with &patient=, &service= and &practitioner= and an id, &date=
        with a day, &at= with a wall time or &start= with an instant.
        """
        asked = dict(self.router.url.query_parameters)
        if asked.get("book") != "1" or (self.shown and asked == self._arrived):
            return None
        day, wanted = parse_wish(asked, actor.time_zone)
        await self._begin(actor, day)
        self._arrived, self.wanted = asked, wanted
        self.service_id = asked.get("service", "")
        self.practitioner_id = asked.get("practitioner", "")
        if asked.get("patient"):
            await self._take_patient(actor, asked["patient"])
        return await self._load(actor)

    @rx.event
    @door(WRITE)
    async def begin_afresh(self, actor: Actor) -> Answer:
        """Close a form that a reload has left, but for one that the address asks for."""
        if self.router.url.query_parameters.get("book") != "1":
            self.shown = False
            await self._give_all_back(actor)

    @rx.event
    @door(WRITE)
    async def move(self, actor: Actor, visit_id: str) -> Answer:
        """Begin to move a visit to another time."""
        appointment_id = parse_id(AppointmentId, visit_id, what="The visit")
        visit = await look(actor, get_appointment, appointment_id=appointment_id)
        await self._begin(actor, date.fromisoformat(visit.time.date))
        self.moving, self._version, self.series = visit.id, visit.version, visit.series
        self._choose_patient(visit.patient.id, visit.patient.name)
        self.service_id, self.practitioner_id = visit.service_id, visit.practitioner_id
        self._minutes = visit.time.minutes
        self._stands_at = (visit.time.instant, visit.practitioner_id)
        self.stands = f"{visit.service} · {visit.time.day}, {visit.time.start}–{visit.time.end}"
        return await self._load(actor)

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog (or let Radix say that it is open)."""
        self.shown = shown and self.shown
        return None if self.shown else BookingState.give_back

    @rx.event
    @door(WRITE)
    async def give_back(self, actor: Actor) -> Answer:
        """Let others have the time of a form that was closed."""
        if not self.shown:
            await self._give_all_back(actor)

    @rx.event
    @door(WRITE)
    async def let_go(self, actor: Actor) -> Answer:
        """Give the time back although the form stays: a series asks about it for itself."""
        await self._give_back(actor)

    @rx.event
    @door(WRITE)
    async def hold_again(self, actor: Actor) -> Answer:
        """Hold the time of a form that stayed, as the series over it is closed."""
        if self.shown and self.start and not self.held_until:
            await self._choose(actor, SlotChoice(self.start, self.start_label, ""))

    @rx.event(background=True)
    @live_door(WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Keep the free times true while the dialog is open: others book as well."""
        async for actor in pushes(self, WRITE, Topic.CALENDAR, Topic.SCHEDULE, lane=_LANE):
            if not self.shown:
                return
            async with self:  # while no hold is given back here, and not in the database yet
                asked = (self.day, self._asked() if self.service_id else None)
                apart = [*self.apart]
            slots = await self._ask_slots(actor)
            start = parse_start(self.start) if self._is_gone(slots) else None
            nearest = await self._nearest(actor, start) if start else []
            looked = [await self._looked(actor, row) for row in apart]
            async with self:
                if asked == (self.day, self._asked() if self.service_id else None):
                    self._renew(slots, nearest)
                if apart == self.apart != looked:
                    self.apart = looked
            yield

    async def _search_for_patient(self, actor: Actor) -> None:
        """Look again once it is known who comes; a time that stays free stays held."""
        if not self.service_id:
            return
        start = parse_start(self.start)
        if self.by_hand or await self._ask_slots(actor) != self.slots:
            await self._search_anew(actor)
        await self._renew_apart(actor)
        if start and not (self.start or self.by_hand):
            self.lost, self.remark = self.remark, ""
            self.nearest = await self._nearest(actor, start)

    async def _begin(self, actor: Actor, day: date | None) -> None:
        await self._give_all_back(actor)
        self.reset()
        self.opened = now().isoformat()
        self.may_override = allows(actor.role, Permission.APPOINTMENT_OVERRIDE)
        self.may_register = allows(actor.role, Permission.PATIENT_WRITE)
        self._show_day(day or to_wall(now(), actor.time_zone).date())
        self.shown = True

    async def _load(self, actor: Actor) -> Answer:
        self._fit(await look(actor, load_booking_choices))
        await self._load_slots(actor)
        return BookingState.watch
