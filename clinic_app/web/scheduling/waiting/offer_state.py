"""The page of an offer's private link: no account, no name of anybody."""

import reflex as rx

from clinic_app.kit.errors import ClinicError, NotFound
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.answer_offer import OpenOffer, answer_offer, open_offer
from clinic_app.scheduling.wall_words import clock, long_day, short_day
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer


class OfferState(rx.State):
    """What is offered, until when, and how it stands."""

    situation: rx.Field[str] = rx.field("")  # "", open, accepted, declined, over or gone
    clinic: rx.Field[str] = rx.field("")
    what: rx.Field[str] = rx.field("")
    day: rx.Field[str] = rx.field("")
    hours: rx.Field[str] = rx.field("")
    until: rx.Field[str] = rx.field("")
    refusal: rx.Field[str] = rx.field("")
    busy: rx.Field[bool] = rx.field(False)

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Look the link up; looking takes nothing."""
        self.reset()
        await self._load()

    @rx.event
    @open_door
    async def begin(self) -> Answer:
        """Keep the buttons from being pressed twice."""
        self.busy, self.refusal = True, ""

    @rx.event
    @open_door
    async def answer(self, yes: bool) -> Answer:
        """Take the time, or let it go."""
        self.busy = False
        try:
            await answer_offer(self._link_token(), yes=yes)
        except ClinicError as refusal:
            self.refusal = refusal.message
        await self._load()

    async def _load(self) -> None:
        try:
            self._show(await open_offer(self._link_token()))
        except NotFound:
            self.situation = "gone"

    def _show(self, opened: OpenOffer) -> None:
        offer, zone = opened.offer, opened.clinic.actor.time_zone
        start, end = to_wall(offer.start, zone), to_wall(offer.end, zone)
        until = to_wall(offer.expires_at, zone)
        self.clinic, self.what = opened.clinic.name, f"{offer.service}, {offer.practitioner}"
        self.day, self.hours = long_day(start), f"{clock(start)}–{clock(end)}"
        self.until = f"{short_day(until)}, {clock(until)}"
        known = offer.state in {"open", "accepted", "declined"}
        self.situation = offer.state if known else "over"

    def _link_token(self) -> str:
        """Return the token in the page's address; no var holds it."""
        return self.router.url.path.rstrip("/").rpartition("/")[2]
