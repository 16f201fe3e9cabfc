"""The page that a mailed invitation opens."""

import reflex as rx

from clinic_app.access.actor import SignedIn
from clinic_app.database.transaction import perform_own
from clinic_app.kit.errors import NotFound
from clinic_app.people.invitations.accept_invitation import accept_invitation
from clinic_app.people.invitations.show_invitation import show_invitation
from clinic_app.web.session.cookie import signed_in_of
from clinic_app.web.session.door import open_door, own_door
from clinic_app.web.session.messenger import Answer, leave_for


class InvitationState(rx.State):
    """Which clinic, which role, and whether it is for who is signed in. Never the address."""

    situation: rx.Field[str] = rx.field("")  # "", gone, stranger, mine or anothers
    clinic: rx.Field[str] = rx.field("")
    city: rx.Field[str] = rx.field("")
    role: rx.Field[str] = rx.field("")
    until: rx.Field[str] = rx.field("")
    me: rx.Field[str] = rx.field("")

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Look the link up: before sign-in or after."""
        signed_in = await signed_in_of(self)
        self.me = signed_in.email if signed_in else ""
        try:
            card = await show_invitation(self._link_token(), signed_in)
        except NotFound:
            self.situation = "gone"
            return
        self.clinic, self.city = card.clinic, card.city
        self.role, self.until = card.role, card.until
        if signed_in is None:
            self.situation = "stranger"
        else:
            self.situation = "mine" if card.is_mine else "anothers"

    @rx.event
    @own_door
    async def accept(self, signed_in: SignedIn) -> Answer:
        """Join, and go to work there."""
        await perform_own(signed_in, accept_invitation, token=self._link_token())
        return leave_for("/")

    def _link_token(self) -> str:
        """Return the token in the page's address; no var holds it."""
        return self.router.url.path.rstrip("/").rpartition("/")[2]
