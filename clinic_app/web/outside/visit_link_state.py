"""The page of a visit's private link: to see it, and to move or cancel it in time."""

from datetime import date, timedelta

import reflex as rx

from clinic_app.kit.errors import NotFound
from clinic_app.kit.phone import show_phone
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.change_visit_by_link import cancel_visit_by_link, move_visit_by_link
from clinic_app.pathways.open_visit_link import OpenVisit, open_visit_link
from clinic_app.scheduling.errors import NotWorking, SlotTaken
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.wall_words import clock, long_day
from clinic_app.web.outside.times import Times
from clinic_app.web.outside.words import (
    DAYS_SHOWN,
    TimeCard,
    parse_first_day,
    parse_instant,
    zone_words,
)
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer, say

HEADING = "visit-heading"

# What a patient reads; "here" and what follows is the clinic's own business.
_WORDS = {
    Status.BOOKED: "Booked",
    Status.CONFIRMED: "Booked",
    Status.CANCELLED: "Cancelled",
    Status.NO_SHOW: "Over",
    Status.COMPLETED: "Over",
}


class VisitLinkState(Times, rx.State):
    """One visit without its patient's name: whoever has the link may be anybody."""

    situation: rx.Field[str] = rx.field("")  # "", gone, shown or moving
    clinic: rx.Field[str] = rx.field("")
    colour: rx.Field[str] = rx.field("teal")
    zone: rx.Field[str] = rx.field("")
    phone: rx.Field[str] = rx.field("")
    policy: rx.Field[str] = rx.field("")
    service: rx.Field[str] = rx.field("")
    practitioner: rx.Field[str] = rx.field("")
    when: rx.Field[str] = rx.field("")
    status: rx.Field[str] = rx.field("")
    state_words: rx.Field[str] = rx.field("")
    may_change: rx.Field[bool] = rx.field(False)
    too_late: rx.Field[bool] = rx.field(False)
    asking: rx.Field[bool] = rx.field(False)
    file_path: rx.Field[str] = rx.field("")
    version: rx.Field[int] = rx.field(0)

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Look the link up."""
        self.reset()
        try:
            self._show(await self._opened())
        except NotFound:
            self.situation = "gone"

    @rx.event
    @open_door
    async def ask(self, asking: bool) -> Answer:
        """Ask whether to cancel, or leave it."""
        self.asking = asking and self.may_change

    @rx.event
    @open_door
    async def cancel(self) -> Answer:
        """Cancel the visit."""
        self.asking = False
        await cancel_visit_by_link(self._link_token(), version=self.version)
        self._show(await self._opened())
        return [say("Cancelled."), rx.set_focus(HEADING)]

    @rx.event
    @open_door
    async def move(self, moving: bool) -> Answer:
        """Look for another time, or leave the visit where it is."""
        opened = await self._opened()
        self._show(opened)
        if moving and opened.may_change:
            self.situation = "moving"
            await self._load(opened, None, None, skip=True)
        return rx.set_focus(HEADING)

    @rx.event
    @open_door
    async def turn(self, step: int) -> Answer:
        """Show the fortnight before (-1) or after (1)."""
        opened, first = await self._opened(), parse_first_day(self.first_day)
        if first is not None and step in {-1, 1}:
            await self._load(opened, first + timedelta(days=step * DAYS_SHOWN), None)

    @rx.event
    @open_door
    async def choose_day(self, day: str) -> Answer:
        """Show a day's times."""
        opened, chosen = await self._opened(), parse_first_day(day)
        first = parse_first_day(self.first_day)
        if first is not None and chosen is not None:
            await self._load(opened, first, chosen)

    @rx.event
    @open_door
    async def choose_time(self, start: str) -> Answer:
        """Move the visit to a time that is offered."""
        instant = parse_instant(start)
        if instant is None or not any(x.start == start for x in [*self.times, *self.nearest]):
            return None
        try:
            await move_visit_by_link(self._link_token(), version=self.version, start=instant)
        except (SlotTaken, NotWorking):
            visit = (opened := await self._opened()).visit
            await self._lose(
                opened.clinic,
                "That time was just taken.",
                instant,
                service_id=visit.service_id,
                practitioner_id=visit.practitioner_id,
                moving=visit.appointment_id,
            )
            return None
        self._show(await self._opened())
        return [say("Moved."), rx.set_focus(HEADING)]

    async def _opened(self) -> OpenVisit:
        return await open_visit_link(self._link_token())

    def _link_token(self) -> str:
        """Return the token in the page's address."""
        return self.router.url.path.rstrip("/").rpartition("/")[2]

    def _show(self, opened: OpenVisit) -> None:
        clinic, visit = opened.clinic, opened.visit
        kept, zone = clinic.settings, clinic.actor.time_zone
        start, end = to_wall(visit.start, zone), to_wall(visit.end, zone)
        self.clinic, self.colour, self.policy = clinic.name, kept.colour, kept.policy
        self.phone, self.zone = show_phone(kept.phone), zone_words(zone)
        self.service, self.practitioner = visit.service, visit.practitioner
        self.when = f"{long_day(start)}, {clock(start)}–{clock(end)}"
        self.status, self.version = visit.status, visit.version
        self.state_words = _WORDS.get(Status(visit.status), "You are here")
        self.may_change = opened.may_change
        self.too_late = not opened.may_change and self.state_words == "Booked"
        self.file_path = f"/api/visit/{self._link_token()}/calendar.ics"
        self.lost, self.nearest, self.asking = "", list[TimeCard](), False
        self.situation = "shown"

    async def _load(
        self, opened: OpenVisit, first: date | None, day: date | None, *, skip: bool = False
    ) -> None:
        visit = opened.visit
        await self._load_times(
            opened.clinic,
            first,
            service_id=visit.service_id,
            practitioner_id=visit.practitioner_id,
            moving=visit.appointment_id,
            day=day,
            skip=skip,
            but=visit.start,
        )
