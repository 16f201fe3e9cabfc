"""The dialog that offers a time to one person now."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import ClinicError, Invalid
from clinic_app.kit.ids import PractitionerId, WaitingId, parse_id
from clinic_app.scheduling.waiting.list_waiting import get_waiting
from clinic_app.scheduling.waiting.make_offer import make_offer
from clinic_app.scheduling.waiting.suggest_times import suggest_times
from clinic_app.scheduling.waiting.waiting_rows import SuggestedTime
from clinic_app.web.scheduling.booking.booking_words import parse_start
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say

WRITE = Permission.APPOINTMENT_WRITE
_SAID = {
    "mail": "Offered by mail. The time is held until they answer.",
    "text": "Offered by text message. The time is held until they answer.",
    "": "The time is held. Please call them: no message reaches them.",
}


class MakeOfferState(rx.State):
    """Times that one person could be offered."""

    shown: rx.Field[bool] = rx.field(False)
    waiting_id: rx.Field[str] = rx.field("")
    patient: rx.Field[str] = rx.field("")
    waits_for: rx.Field[str] = rx.field("")
    times: rx.Field[list[SuggestedTime]] = rx.field(default_factory=list[SuggestedTime])
    refusal: rx.Field[str] = rx.field("")

    @rx.event
    @door(WRITE)
    async def begin(self, actor: Actor, waiting_id: str) -> Answer:
        """Show the free times for who waits."""
        chosen = parse_id(WaitingId, waiting_id, what="This entry")
        row = await look(actor, get_waiting, waiting_id=chosen)
        self.waiting_id, self.patient, self.refusal = row.id, row.patient, ""
        self.waits_for = f"{row.service} · {row.practitioners} · {row.when}"
        self.times = list(await look(actor, suggest_times, waiting_id=chosen))
        self.shown = True

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog (it says so itself)."""
        self.shown = shown and self.shown

    @rx.event
    @door(WRITE)
    async def offer(self, actor: Actor, start: str, practitioner_id: str) -> Answer:
        """Hold one of them and send the link."""
        chosen = parse_id(WaitingId, self.waiting_id, what="This entry")
        begins = parse_start(start)
        if begins is None:
            raise Invalid("Please choose a time.")
        who = parse_id(PractitionerId, practitioner_id, what="The practitioner")
        asked = {"waiting_id": chosen}
        try:
            await perform(actor, make_offer, start=begins, practitioner_id=who, **asked)
        except ClinicError as refusal:
            self.refusal = refusal.message
            self.times = list(await look(actor, suggest_times, **asked))
            return None
        way = (await look(actor, get_waiting, **asked)).reached_by
        self.shown = False
        return say(_SAID[way])
