"""The links of waiting-room screens: made, shown once, taken back."""

from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import ScreenLinkId, parse_id
from clinic_app.scheduling.desk.list_screen_links import ScreenRow, list_screen_links
from clinic_app.scheduling.desk.make_screen_link import make_screen_link
from clinic_app.scheduling.desk.revoke_screen_link import revoke_screen_link
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.messenger import Answer, say

WRITE = Permission.APPOINTMENT_WRITE


class ScreenLinksState(rx.State):
    """What the dialog about screens shows."""

    shown: rx.Field[bool] = rx.field(False)
    screens: rx.Field[list[ScreenRow]] = rx.field(default_factory=list[ScreenRow])
    address: rx.Field[str] = rx.field("")  # of the one just made; it cannot be shown again
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Show the screens that have a link."""
        self.reset()
        await self._load(actor)
        self.shown = True

    @rx.event
    @open_door
    async def show(self, shown: bool) -> Answer:
        """Close the dialog, and forget the address (or let Radix say that it is open)."""
        self.shown = shown and self.shown
        self.address = self.address if self.shown else ""

    @rx.event
    @door(WRITE)
    async def make(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Make a link and show it."""
        self.errors = {}
        self.address = await perform(actor, make_screen_link, label=str(form.get("label", "")))
        await self._load(actor)

    @rx.event
    @door(WRITE)
    async def revoke(self, actor: Actor, link_id: str) -> Answer:
        """Take a link back; its screen goes dark at once."""
        known = parse_id(ScreenLinkId, link_id, what="The screen")
        await perform(actor, revoke_screen_link, link_id=known)
        self.address = ""
        await self._load(actor)
        return say("The link no longer works.")

    async def _load(self, actor: Actor) -> None:
        self.screens = await look(actor, list_screen_links)
