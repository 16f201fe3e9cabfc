"""Moving a visit through its private link: it alone, or its whole coming, to a time all fit."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import reflex as rx

from clinic_app.database.transaction import perform
from clinic_app.kit.errors import ChangedMeanwhile
from clinic_app.kit.ids import AppointmentId, HoldId, PractitionerId, parse_id
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.change_visit_by_link import move_coming_by_link, move_visit_by_link
from clinic_app.pathways.hold_move_by_link import hold_move_by_link
from clinic_app.pathways.open_visit_link import OpenVisit, open_visit_link
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.list_coming import parts_of
from clinic_app.scheduling.errors import NotWorking, SlotTaken
from clinic_app.scheduling.holding.release_hold import release_hold
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.wall_words import clock, long_day
from clinic_app.web.outside.times import Times
from clinic_app.web.outside.visit_link_people import people_of, people_of_all, planned_words
from clinic_app.web.outside.words import DAYS_SHOWN, TimeCard, parse_first_day, parse_instant
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.ui.choice_field import ChoiceRow

HEADING = "visit-heading"


class VisitLinkMover(Times, rx.State, mixin=True):
    """The vars and doors of it."""

    situation: rx.Field[str] = rx.field("")  # "", gone, shown or moving
    version: rx.Field[int] = rx.field(0)
    own_id: rx.Field[str] = rx.field("")  # of the practitioner it has
    whole: rx.Field[bool] = rx.field(False)  # all services of its coming are being moved
    people: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    who_id: rx.Field[str] = rx.field("")  # to whom it is moved; "" for whoever is free
    start: rx.Field[str] = rx.field("")  # of the time that is kept for it
    start_words: rx.Field[str] = rx.field("")
    start_with: rx.Field[str] = rx.field("")

    _planned: tuple[AskedPart, ...] = ()  # what would be given when by whom, at the kept time
    _versions: tuple[tuple[AppointmentId, int], ...] = ()  # what was shown of each

    @rx.event
    @open_door
    async def move(self, moving: bool) -> Answer:
        """Look for another time, or leave the visit where it is."""
        return await self._move(moving)

    @rx.event
    @open_door
    async def back_to(self, step: str) -> Answer:
        """Follow the browser's Back: from the question to the times, from them to the visit."""
        if self.situation == "moving" and step in {"moving", "shown"}:
            return await (self._leave_time() if step == "moving" else self._move(False))
        return None

    async def _move(self, moving: bool) -> Answer:
        await self._let_go()
        opened = await self._opened()
        self._show(opened)
        if moving and opened.may_change:
            self.situation = "moving"
            await self._look_for(opened, whole=bool(opened.others))
        return rx.set_focus(HEADING)

    @rx.event
    @open_door
    async def choose_scope(self, scope: str) -> Answer:
        """Look for times of all services of the coming, or of this one alone."""
        opened = await self._opened()
        if self.situation == "moving" and opened.others:
            await self._look_for(opened, whole=scope == Scope.COMING)

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
                parts=self._parts(opened),
                instead_of=parse_id(HoldId, self._hold_id) if self._hold_id else None,
            )
        except SlotTaken:
            await self._lose_it(opened, instant)
            return None
        self._hold_id, self._planned = str(kept.hold_id), kept.parts
        self.lost, self.nearest = "", list[TimeCard]()
        wall = to_wall(instant, opened.clinic.actor.time_zone)
        self.start, self.start_words = start, f"{long_day(wall)}, {clock(wall)}"
        self.start_with = await planned_words(opened, kept.parts)
        return rx.set_focus(HEADING)

    @rx.event
    @open_door
    async def leave_time(self) -> Answer:
        """Look for another time than the one that is kept."""
        return await self._leave_time()

    @rx.event
    @open_door
    async def settle(self) -> Answer:
        """Move the visit to the time that is kept."""
        instant = parse_instant(self.start)
        if instant is None or self.situation != "moving":
            return None
        try:
            await self._move_there(instant)
        except (SlotTaken, NotWorking):
            await self._lose_it(await self._opened(), instant)
            return None
        self._hold_id = ""
        self._show(await self._opened())
        return [say("Moved."), rx.set_focus(HEADING)]

    async def _move_there(self, instant: datetime) -> None:
        token, hold_id = self._link_token(), parse_id(HoldId, self._hold_id)
        if self.whole:
            seen = dict(self._versions)
            await move_coming_by_link(token, versions=seen, parts=self._planned, hold_id=hold_id)
        else:
            (part,) = self._planned
            await move_visit_by_link(
                token,
                version=self.version,
                start=instant,
                practitioner_id=part.practitioner_id,
                hold_id=hold_id,
            )

    async def _leave_time(self) -> Answer:
        await self._let_go()
        await self._load(await self._opened(), parse_first_day(self.first_day), None)
        return rx.set_focus(HEADING)

    async def _lose_it(self, opened: OpenVisit, instant: datetime) -> None:
        self.start, self._hold_id = "", ""
        await self._lose(
            *(opened.clinic, instant, self._parts(opened)), patient_id=opened.visit.patient_id
        )

    async def _let_go(self) -> None:
        """Give back the time that was kept."""
        held, self._hold_id, self.start = self._hold_id, "", ""
        if held:
            actor = (await self._opened()).clinic.actor
            await perform(actor, release_hold, hold_id=parse_id(HoldId, held))

    async def _look_for(self, opened: OpenVisit, *, whole: bool) -> None:
        """Show times of all services of the coming, or of this visit alone."""
        await self._let_go()
        self.whole, self.lost, self.nearest = whole, "", list[TimeCard]()
        self.people = await (people_of_all(opened) if whole else people_of(opened))
        first = next((one.value for one in self.people), "")
        self.who_id = first if whole or first == self.own_id else ""
        await self._load(opened, None, None, skip=True)

    def _parts(self, opened: OpenVisit) -> list[AskedPart]:
        """Return what is moved, and with whom it shall be."""
        if self.whole:
            if not opened.others:
                raise ChangedMeanwhile("Your visits were just changed. Please look again.")
            parts = parts_of(opened.coming, opened.clinic.actor.time_zone)
            return parts if self.who_id else [replace(one, practitioner_id=None) for one in parts]
        visit, who = opened.visit, self.who_id
        return [
            AskedPart(
                visit.service_id,
                parse_id(PractitionerId, who) if who else None,
                moving=visit.appointment_id,
                minutes=int((visit.end - visit.start).total_seconds()) // 60,
            )
        ]

    async def _opened(self) -> OpenVisit:
        return await open_visit_link(self._link_token())

    def _link_token(self) -> str:
        """Return the token in the page's address."""
        return self.router.url.path.rstrip("/").rpartition("/")[2]

    def _show(self, opened: OpenVisit) -> None:
        raise NotImplementedError

    async def _load(
        self, opened: OpenVisit, first: date | None, day: date | None, *, skip: bool = False
    ) -> None:
        stands = min((opened.visit.start, *(one.start for one in opened.coming)))
        but = stands if self.whole else opened.visit.start
        same = self.whole or self.who_id in {"", self.own_id}
        await self._load_times(
            *(opened.clinic, first, self._parts(opened)),
            day=day,
            skip=skip,
            but=but if same else None,
            patient_id=opened.visit.patient_id,
        )
