"""A public page forgets: the screen may be shared, and the next one before it is a stranger."""

from contextlib import suppress
from datetime import timedelta

import reflex as rx

from clinic_app.database.transaction import perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import HoldId, parse_id
from clinic_app.pathways.open_clinic import find_open_clinic
from clinic_app.scheduling.holding.release_hold import release_hold
from clinic_app.web.outside.steps import Steps
from clinic_app.web.outside.times import Times
from clinic_app.web.outside.words import HEADING
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer

# How long a step with somebody's data stays when nobody does anything: as long as a code is good,
# and of a booking no longer than it takes to read it. It was sent to them as well.
KEPT = {
    "person": timedelta(minutes=10),
    "code": timedelta(minutes=10),
    "done": timedelta(minutes=2),
}

# The steps at which a page loaded anew goes on.
GOES_ON = {"service", "practitioner", "time", *KEPT}


class Forgetting(Steps, Times, rx.State, mixin=True):
    """What ends with the one who sat there."""

    @rx.event
    @open_door
    async def forget(self) -> Answer:
        """Clear what is shown or typed: they are done, or nobody is there any more."""
        return await self._forget() if self.step in KEPT else None

    @rx.event
    @open_door
    async def start_over(self) -> Answer:
        """Book another visit, perhaps for somebody else: nothing of the last one is left."""
        await self._begin_anew()
        return rx.set_focus(HEADING)

    def _goes_on(self) -> bool:
        """Tell whether a page that is loaded was left at a step: its address ends with one.

        Who reads the code in another app of a telephone often comes back to a page loaded anew.
        Who comes by the clinic's own link is somebody else for all we know.
        """
        at_step = self.router.url.fragment.startswith("step-")
        return at_step and self._slug() == self._begun_at and self.step in GOES_ON

    def _is_old(self) -> bool:
        """Tell whether it would show what was to be forgotten by now."""
        kept = KEPT.get(self.step)
        return kept is not None and self._shown_at is not None and self._shown_at + kept <= now()

    async def _forget(self) -> Answer:
        after = "over" if self.step == "done" else "left"
        await self._begin_anew()
        return None if self.step == "missing" else self._at(after)

    async def _begin_anew(self) -> None:
        embedded = self.embedded
        await self._clear()
        self.embedded = embedded
        try:
            await self._begin(await self._clinic())
        except NotFound:
            self.step = "missing"

    async def _clear(self) -> None:
        """Forget everything, and give back the time that was kept."""
        held, slug = self._hold_id, self._begun_at
        self.reset()
        if held:
            with suppress(NotFound):
                actor = (await find_open_clinic(slug)).actor
                await perform(actor, release_hold, hold_id=parse_id(HoldId, held))
