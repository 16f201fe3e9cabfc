"""The page on which a patient says that they are here."""

from typing import Any

import reflex as rx

from clinic_app.kit.errors import Invalid, NotFound
from clinic_app.scheduling.desk.check_in_by_patient import check_in_by_patient, show_check_in
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer


class CheckInState(rx.State):
    """What whoever has the link may see: before the birth date matched, nothing of anybody."""

    situation: rx.Field[str] = rx.field("")  # "", day, year, desk, done or gone
    clinic: rx.Field[str] = rx.field("")
    ticket: rx.Field[str] = rx.field("")
    busy: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Look the link up."""
        self.reset()
        try:
            card = await show_check_in(self._link_token())
        except NotFound:
            self.situation = "gone"
            return
        self.clinic, self.situation = card.clinic, card.asks

    @rx.event
    @open_door
    async def begin(self) -> Answer:
        """Keep the button from being pressed twice."""
        self.busy, self.errors = True, {}

    @rx.event
    @open_door
    async def check_in(self, form: dict[str, Any]) -> Answer:
        """Check in with the birth date, or say how often one may still try."""
        self.busy = False
        try:
            answer = await check_in_by_patient(self._link_token(), born=str(form.get("born", "")))
        except NotFound:
            self.situation = "gone"
            return
        if answer.ticket:
            self.ticket, self.situation = answer.ticket, "done"
        elif answer.tries_left:
            raise Invalid("That does not match. Please look again.", field="born")
        else:
            self.situation = "desk"

    def _link_token(self) -> str:
        """Return the token in the page's address; no var holds it."""
        return self.router.url.path.rstrip("/").rpartition("/")[2]
