"""The page of a visit's private link: to see it, and to move or cancel it in time."""

from contextlib import suppress
from datetime import datetime

import reflex as rx

from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.phone import show_phone
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.change_visit_by_link import (
    cancel_visit_by_link,
    confirm_visit_by_link,
)
from clinic_app.pathways.check_in_by_visit_link import (
    check_in_by_visit_link,
    check_in_opens,
    visit_due,
)
from clinic_app.pathways.open_visit_link import OpenVisit
from clinic_app.scheduling.coming.list_coming import ComingPart
from clinic_app.scheduling.states import MOVABLE, Status
from clinic_app.scheduling.wall_words import clock, long_day, short_day
from clinic_app.web.outside.visit_link_mover import HEADING, VisitLinkMover
from clinic_app.web.outside.words import TimeCard, zone_words
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer, say

# What a patient reads; "here" and what follows is the clinic's own business.
_OVER = "Over"
_WORDS = {
    Status.BOOKED: "Booked",
    Status.CONFIRMED: "Confirmed",
    Status.CANCELLED: "Cancelled",
    Status.NO_SHOW: _OVER,
    Status.COMPLETED: _OVER,
}


class VisitLinkState(VisitLinkMover, rx.State):
    """One visit without its patient's name: whoever has the link may be anybody."""

    clinic: rx.Field[str] = rx.field("")
    colour: rx.Field[str] = rx.field("teal")
    zone: rx.Field[str] = rx.field("")
    phone: rx.Field[str] = rx.field("")
    policy: rx.Field[str] = rx.field("")
    service: rx.Field[str] = rx.field("")
    practitioner: rx.Field[str] = rx.field("")
    when: rx.Field[str] = rx.field("")
    status: rx.Field[str] = rx.field("")
    others_words: rx.Field[str] = rx.field("")  # of its coming: 10:30 ECG, Nina Park
    state_words: rx.Field[str] = rx.field("")
    may_change: rx.Field[bool] = rx.field(False)
    may_confirm: rx.Field[bool] = rx.field(False)
    too_late: rx.Field[bool] = rx.field(False)
    over: rx.Field[bool] = rx.field(False)
    may_check_in: rx.Field[bool] = rx.field(False)
    is_here: rx.Field[bool] = rx.field(False)
    check_in_opens: rx.Field[str] = rx.field("")  # when it is to come
    asking: rx.Field[bool] = rx.field(False)
    file_path: rx.Field[str] = rx.field("")

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Look the link up. What was kept before a reload is free again, for them as well."""
        with suppress(NotFound):
            await self._let_go()
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
    async def confirm(self) -> Answer:
        """Tell the clinic that they will come."""
        await confirm_visit_by_link(self._link_token(), version=self.version)
        self._show(await self._opened())
        return [say("Thank you. The clinic knows that you will come."), rx.set_focus(HEADING)]

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
    async def check_in(self) -> Answer:
        """Go on to the page that asks for the birth date, or shows the ticket."""
        token = self._link_token()
        await check_in_by_visit_link(token)
        return rx.redirect(f"/check-in/{token}")

    def _show(self, opened: OpenVisit) -> None:
        clinic, visit = opened.clinic, opened.visit
        kept, zone = clinic.settings, clinic.actor.time_zone
        start, end = to_wall(visit.start, zone), to_wall(visit.end, zone)
        self.clinic, self.colour, self.policy = clinic.name, kept.colour, kept.policy
        self.phone, self.zone = show_phone(kept.phone), zone_words(zone)
        self.service, self.practitioner = visit.service, visit.practitioner
        self.when = f"{long_day(start)}, {clock(start)}–{clock(end)}"
        self.others_words = " · ".join(_other(one, start, zone) for one in opened.others)
        self.status, self.version = visit.status, visit.version
        self._versions = tuple((one.visit_id, one.version) for one in opened.coming)
        waits = visit.status in MOVABLE
        self.state_words = _WORDS.get(Status(visit.status), "You are here")
        self.over = self.state_words == _OVER or (waits and visit.end <= now())
        if self.over:
            self.state_words = _OVER
        self.may_change = opened.may_change
        self.too_late = waits and not (opened.may_change or self.over)
        self.may_check_in = visit_due(opened, now()) is not None
        self.is_here = not waits and self.may_check_in
        opens = None if self.may_check_in else check_in_opens(opened, now())
        self.check_in_opens = _moment(to_wall(opens, zone)) if opens else ""
        still_to_say = visit.status == Status.BOOKED and visit.start > now()
        self.may_confirm = still_to_say and not self.may_check_in
        self.file_path = f"/api/visit/{self._link_token()}/calendar.ics"
        self.own_id, self.start = str(visit.practitioner_id), ""
        self.lost, self.nearest, self.asking = "", list[TimeCard](), False
        self.situation = "shown"


def _moment(wall: datetime) -> str:
    return f"{long_day(wall)}, {clock(wall)}"


def _other(one: ComingPart, beside: datetime, zone: str) -> str:
    """Return “10:30 ECG, Nina Park”, with its day where that is another."""
    wall = to_wall(one.start, zone)
    day = "" if wall.date() == beside.date() else f"{short_day(wall)}, "
    return f"{day}{clock(wall)} {one.service}, {one.practitioner}"
