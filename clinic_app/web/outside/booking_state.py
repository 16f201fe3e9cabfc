"""The page on which anybody books: one step after the other, nothing kept before the code."""

from datetime import date, timedelta
from typing import Any

import reflex as rx

from clinic_app.database.transaction import look
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import BookingRequestId, HoldId, PractitionerId, ServiceId, parse_id
from clinic_app.kit.qr import QrCode, qr_code
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.book_from_outside import (
    BookedOutside,
    Wish,
    book_from_outside,
    check_person,
)
from clinic_app.pathways.hold_from_outside import hold_from_outside
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.pathways.request_booking_code import request_booking_code
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.errors import NotWorking, SlotTaken
from clinic_app.scheduling.outside.get_public_booking import (
    list_public_practitioners,
)
from clinic_app.scheduling.wall_words import clock, long_day
from clinic_app.web.outside.forgetting_state import Forgetting
from clinic_app.web.outside.words import (
    DAYS_SHOWN,
    TITLES,
    PersonCard,
    TimeCard,
    parse_first_day,
    parse_instant,
)
from clinic_app.web.people.form_values import text_of
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer, say

_STEPS = tuple(TITLES)
_TYPED = {"name": 200, "birth": 10, "contact": 254}  # so many signs of each
_PAST = _STEPS[_STEPS.index("done") :]


class PublicBookingState(Forgetting, rx.State):
    """What a stranger has chosen so far. It lives with their tab and is kept nowhere else."""

    people: rx.Field[list[PersonCard]] = rx.field(default_factory=list[PersonCard])
    service_id: rx.Field[str] = rx.field("")
    service: rx.Field[str] = rx.field("")
    practitioner_id: rx.Field[str] = rx.field("")
    practitioner: rx.Field[str] = rx.field("")
    start: rx.Field[str] = rx.field("")
    start_words: rx.Field[str] = rx.field("")
    name: rx.Field[str] = rx.field("")
    birth: rx.Field[str] = rx.field("")
    contact: rx.Field[str] = rx.field("")
    request_id: rx.Field[str] = rx.field("")
    visit_path: rx.Field[str] = rx.field("")
    file_path: rx.Field[str] = rx.field("")
    check_in: rx.Field[str] = rx.field("")
    check_in_code: rx.Field[QrCode] = rx.field(default_factory=QrCode)

    _earlier: tuple[BookingRequestId, ...] = ()  # codes sent before the last one

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Show the first step, after a reload theirs, or that there is no such page."""
        self.embedded = self.router.url.query_parameters.get("embed", "") == "1"
        if not self._goes_on():
            await self._begin_anew()
        elif self._is_old():
            await self._forget()
        else:
            await self._go_on()

    async def _go_on(self) -> None:
        """Show the step they were at, with the times that are free by now."""
        self.busy, self.errors = False, {}
        try:
            clinic = await self._clinic()
        except NotFound:
            await self._begin_anew()
            return
        if self.step == "time":
            await self._load(clinic, parse_first_day(self.first_day), parse_first_day(self.day))

    @rx.event
    @open_door
    async def choose_service(self, service_id: str) -> Answer:
        """Take a service; go on to who gives it, or to when if it is one person."""
        clinic = await self._clinic()
        chosen = next((one for one in self.services if one.id == service_id), None)
        if chosen is None or chosen.call:
            raise NotFound("The service")
        self.service_id, self.service = chosen.id, chosen.name
        self.practitioner_id = self.practitioner = ""
        people = await look(
            clinic.actor, list_public_practitioners, service_id=parse_id(ServiceId, chosen.id)
        )
        self.people = [PersonCard(one.id, one.name, one.specialty) for one in people]
        if len(self.people) == 1:
            self.practitioner_id, self.practitioner = self.people[0].id, self.people[0].name
            return await self._to_times(clinic)
        return self._at("practitioner")

    @rx.event
    @open_door
    async def choose_practitioner(self, practitioner_id: str) -> Answer:
        """Take a practitioner, or anybody (an empty id)."""
        clinic = await self._clinic()
        chosen = next((one for one in self.people if one.id == practitioner_id), None)
        self.practitioner_id = chosen.id if chosen else ""
        self.practitioner = chosen.name if chosen else "Whoever is free"
        return await self._to_times(clinic)

    @rx.event
    @open_door
    async def turn(self, step: int) -> Answer:
        """Show the fortnight before (-1) or after (1)."""
        clinic, first = await self._clinic(), parse_first_day(self.first_day)
        if first is None or step not in {-1, 1}:
            return
        await self._load(clinic, first + timedelta(days=step * DAYS_SHOWN), None)

    @rx.event
    @open_door
    async def choose_day(self, day: str) -> Answer:
        """Show a day's times."""
        clinic, chosen = await self._clinic(), parse_first_day(day)
        first = parse_first_day(self.first_day)
        if chosen is not None and first is not None:
            await self._load(clinic, first, chosen)

    @rx.event
    @open_door
    async def choose_time(self, start: str) -> Answer:
        """Take a time that is offered; after a lost one the code stays good."""
        clinic, instant = await self._clinic(), parse_instant(start)
        known = any(one.start == start for one in [*self.times, *self.nearest])
        if instant is None or not known:
            return None
        wall = to_wall(instant, clinic.actor.time_zone)
        self.start, self.start_words = start, f"{long_day(wall)}, {clock(wall)}"
        self.lost, self.nearest = "", list[TimeCard]()
        if self.step != "code":
            return self._at("person")
        return await self._hold(clinic)

    @rx.event
    @open_door
    async def back_to(self, step: str) -> Answer:
        """Go back to a step that was taken already."""
        if self.step in _PAST:
            return None  # what led there is over
        if step in _STEPS and _STEPS.index(step) < _STEPS.index(self.step or "service"):
            self.lost, self.nearest, self.busy = "", list[TimeCard](), False
            if step == "time":
                await self._load(await self._clinic(), None, None, skip=True)
            return self._at(step)
        return None

    @rx.event
    @open_door
    async def begin(self) -> Answer:
        """Keep the buttons from being pressed twice."""
        self.busy, self.errors = True, {}

    @rx.event
    @open_door
    async def note(self, field: str, value: str) -> Answer:
        """Keep what was typed, for who goes back to choose another time."""
        if field in _TYPED and self.step == "person":
            self._keep(field, value)

    def _keep(self, field: str, value: str) -> None:
        setattr(self, field, value[: _TYPED[field]])

    @rx.event
    @open_door
    async def send_code(self, form: dict[str, Any]) -> Answer:
        """Check who they say they are, and send the code."""
        self.busy = False
        if self.step != "person":
            return None  # the second of two quick presses
        clinic = await self._clinic()
        for field in _TYPED:
            self._keep(field, text_of(form, field))
        check_person(clinic, name=self.name, birth=self.birth, contact=self.contact)
        return await self._send(clinic)

    @rx.event
    @open_door
    async def send_again(self) -> Answer:
        """Send another code; the first is good as well until its time is over."""
        answer = await self._send(await self._clinic())
        return [say("Another code is on its way."), answer]

    @rx.event
    @open_door
    async def confirm(self, form: dict[str, Any]) -> Answer:
        """Book, if the code is right."""
        self.busy = False
        if self.step != "code":
            return None  # as above
        clinic, wish = await self._clinic(), self._wish()
        try:
            booked = await book_from_outside(
                clinic,
                self._visitor(),
                request_id=parse_id(BookingRequestId, self.request_id, what="The code"),
                earlier=self._earlier,
                code=text_of(form, "code")[:20],
                wish=wish,
            )
        except (SlotTaken, NotWorking):
            await self._lose(clinic, wish.start, [self._part()])
            return None
        self._show(clinic, booked)
        return self._at("done")

    def _show(self, clinic: OpenClinic, booked: BookedOutside) -> None:
        wall = to_wall(booked.visit.start, clinic.actor.time_zone)
        self.start_words = f"{long_day(wall)}, {clock(wall)}"
        self.practitioner = booked.visit.practitioner
        self.visit_path = f"/visit/{booked.token}"
        self.file_path = f"/api/visit/{booked.token}/calendar.ics"
        self.check_in, self.check_in_code = booked.check_in, qr_code(booked.check_in)
        self.request_id, self._earlier, self._hold_id = "", (), ""

    async def _send(self, clinic: OpenClinic) -> Answer:
        self._wish()  # everything is chosen
        sent = await request_booking_code(clinic, self._visitor(), contact=self.contact)
        if self.request_id:
            self._earlier = (*self._earlier, parse_id(BookingRequestId, self.request_id))
        self.request_id = str(sent)
        answer = self._at("code")
        await self._hold(clinic)
        return answer

    async def _hold(self, clinic: OpenClinic) -> Answer:
        """Keep the chosen time for some minutes instead of the one before; say if it is gone.

        A tab holds one time, and only once a code was asked for.
        """
        wish = self._wish()
        try:
            held = await hold_from_outside(
                *(clinic, self._visitor()),
                service_id=wish.service_id,
                practitioner_id=wish.practitioner_id,
                start=wish.start,
                instead_of=wish.hold_id,
            )
        except (SlotTaken, NotWorking):  # whose words may name who else wants that time
            await self._lose(clinic, wish.start, [self._part()])
        else:
            self._hold_id = str(held.hold_id)

    async def _to_times(self, clinic: OpenClinic) -> Answer:
        self.lost, self.nearest = "", list[TimeCard]()
        await self._load(clinic, None, None, skip=True)
        return self._at("time")

    async def _load(
        self, clinic: OpenClinic, first: date | None, day: date | None, *, skip: bool = False
    ) -> None:
        await self._load_times(clinic, first, [self._part()], day=day, skip=skip)

    def _part(self) -> AskedPart:
        service_id = parse_id(ServiceId, self.service_id, what="The service")
        return AskedPart(service_id, self._who())

    def _who(self) -> PractitionerId | None:
        return parse_id(PractitionerId, self.practitioner_id) if self.practitioner_id else None

    def _wish(self) -> Wish:
        start = parse_instant(self.start)
        if start is None:
            raise NotFound("The time")
        return Wish(
            service_id=parse_id(ServiceId, self.service_id, what="The service"),
            start=start,
            name=self.name,
            birth=self.birth,
            contact=self.contact,
            practitioner_id=self._who(),
            hold_id=parse_id(HoldId, self._hold_id) if self._hold_id else None,
        )
