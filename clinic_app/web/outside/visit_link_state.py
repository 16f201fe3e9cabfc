"""The page of a visit's private link: to see it, and to move or cancel it in time."""

from contextlib import suppress
from datetime import date, datetime, timedelta

import reflex as rx

from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import HoldId, PractitionerId, parse_id
from clinic_app.kit.phone import show_phone
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.change_visit_by_link import cancel_visit_by_link, move_visit_by_link
from clinic_app.pathways.hold_move_by_link import hold_move_by_link
from clinic_app.pathways.open_visit_link import OpenVisit, open_visit_link
from clinic_app.scheduling.errors import NotWorking, SlotTaken
from clinic_app.scheduling.get_public_booking import list_public_practitioners
from clinic_app.scheduling.list_coming import ComingPart
from clinic_app.scheduling.release_hold import release_hold
from clinic_app.scheduling.states import Status
from clinic_app.scheduling.wall_words import clock, long_day, short_day
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
from clinic_app.web.ui.choice_field import ChoiceRow

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
    others_words: rx.Field[str] = rx.field("")  # of its coming: 10:30 ECG, Nina Park
    state_words: rx.Field[str] = rx.field("")
    may_change: rx.Field[bool] = rx.field(False)
    too_late: rx.Field[bool] = rx.field(False)
    asking: rx.Field[bool] = rx.field(False)
    file_path: rx.Field[str] = rx.field("")
    version: rx.Field[int] = rx.field(0)
    own_id: rx.Field[str] = rx.field("")  # of the practitioner it has
    people: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    who_id: rx.Field[str] = rx.field("")  # to whom it is moved; "" for whoever is free
    start: rx.Field[str] = rx.field("")  # of the time that is kept for it
    start_words: rx.Field[str] = rx.field("")
    start_with: rx.Field[str] = rx.field("")

    _giver_id: str = ""  # who would give it then

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
        await self._let_go()
        opened = await self._opened()
        self._show(opened)
        if moving and opened.may_change:
            self.situation = "moving"
            self.people = await _people(opened)
            gives = any(one.value == self.own_id for one in self.people)
            self.who_id = self.own_id if gives else ""
            await self._load(opened, None, None, skip=True)
        return rx.set_focus(HEADING)

    @rx.event
    @open_door
    async def choose_who(self, practitioner_id: str) -> Answer:
        """Show the times of somebody else, or of whoever is free (an empty id)."""
        if any(one.value == practitioner_id for one in self.people) and self.situation == "moving":
            self.who_id = practitioner_id
            self.lost, self.nearest = "", list[TimeCard]()
            await self._load(await self._opened(), None, None, skip=True)

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
        """Keep a time that is offered, and ask whether to move the visit there."""
        instant = parse_instant(start)
        if instant is None or not any(x.start == start for x in [*self.times, *self.nearest]):
            return None
        opened = await self._opened()
        try:
            kept = await hold_move_by_link(
                opened,
                start=instant,
                practitioner_id=self._who(),
                instead_of=parse_id(HoldId, self._hold_id) if self._hold_id else None,
            )
        except SlotTaken:
            await self._lose_it(opened, instant)
            return None
        self._hold_id, self._giver_id = str(kept.hold_id or ""), str(kept.practitioner_id)
        self.lost, self.nearest = "", list[TimeCard]()
        wall = to_wall(instant, opened.clinic.actor.time_zone)
        self.start, self.start_words = start, f"{long_day(wall)}, {clock(wall)}"
        names = {one.value: one.label for one in self.people}
        self.start_with = names.get(self._giver_id, self.practitioner)
        return rx.set_focus(HEADING)

    @rx.event
    @open_door
    async def leave_time(self) -> Answer:
        """Look for another time than the one that is kept."""
        await self._let_go()
        await self._load(await self._opened(), parse_first_day(self.first_day), None)
        return rx.set_focus(HEADING)

    @rx.event
    @open_door
    async def settle(self) -> Answer:
        """Move the visit to the time that is kept."""
        instant = parse_instant(self.start)
        if instant is None or self.situation != "moving":
            return None
        try:
            await move_visit_by_link(
                self._link_token(),
                version=self.version,
                start=instant,
                practitioner_id=parse_id(PractitionerId, self._giver_id),
                hold_id=parse_id(HoldId, self._hold_id) if self._hold_id else None,
            )
        except (SlotTaken, NotWorking):
            await self._lose_it(await self._opened(), instant)
            return None
        self._hold_id = ""
        self._show(await self._opened())
        return [say("Moved."), rx.set_focus(HEADING)]

    async def _lose_it(self, opened: OpenVisit, instant: datetime) -> None:
        visit, self.start, self._hold_id = opened.visit, "", ""
        await self._lose(
            opened.clinic,
            "That time was just taken.",
            instant,
            service_id=visit.service_id,
            practitioner_id=self._who(),
            moving=visit.appointment_id,
        )

    async def _let_go(self) -> None:
        """Give back the time that was kept."""
        held, self._hold_id, self.start = self._hold_id, "", ""
        if held:
            actor = (await self._opened()).clinic.actor
            await perform(actor, release_hold, hold_id=parse_id(HoldId, held))

    def _who(self) -> PractitionerId | None:
        return parse_id(PractitionerId, self.who_id) if self.who_id else None

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
        self.others_words = " · ".join(_other(one, start, zone) for one in opened.others)
        self.status, self.version = visit.status, visit.version
        self.state_words = _WORDS.get(Status(visit.status), "You are here")
        self.may_change = opened.may_change
        self.too_late = not opened.may_change and self.state_words == "Booked"
        self.file_path = f"/api/visit/{self._link_token()}/calendar.ics"
        self.own_id, self.start = str(visit.practitioner_id), ""
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
            practitioner_id=self._who(),
            moving=visit.appointment_id,
            day=day,
            skip=skip,
            but=visit.start if self.who_id in {"", self.own_id} else None,
        )


def _other(one: ComingPart, beside: datetime, zone: str) -> str:
    """Return “10:30 ECG, Nina Park”, with its day where that is another."""
    wall = to_wall(one.start, zone)
    day = "" if wall.date() == beside.date() else f"{short_day(wall)}, "
    return f"{day}{clock(wall)} {one.service}, {one.practitioner}"


async def _people(opened: OpenVisit) -> list[ChoiceRow]:
    """Return who gives the service, the one it has first, and whoever is free of several."""
    own = str(opened.visit.practitioner_id)
    found = await look(
        *(opened.clinic.actor, list_public_practitioners), service_id=opened.visit.service_id
    )
    rows = sorted((ChoiceRow(one.id, one.name) for one in found), key=lambda x: x.value != own)
    return [*rows, ChoiceRow("", "Whoever is free")] if len(rows) > 1 else rows
