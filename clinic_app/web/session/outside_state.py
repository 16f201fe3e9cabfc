"""What the pages before sign-in know: why one is here, and what the demo offers.

Nothing that is typed there comes here: those forms post to routes (see react/post_form.py).
"""

import reflex as rx

from clinic_app.web.session.cookie import signed_in_of
from clinic_app.web.session.demo_choices import DemoClinic, offered
from clinic_app.web.session.door import open_door
from clinic_app.web.session.messenger import Answer, leave_for

# What the address may ask to be said; anything else says nothing.
_NOTICES = ("again", "over", "reset", "sent")


class OutsideState(rx.State):
    """The pages before sign-in."""

    notice: rx.Field[str] = rx.field("")
    demo: rx.Field[list[DemoClinic]] = rx.field(default_factory=list[DemoClinic])

    @rx.event
    @open_door
    async def open(self) -> Answer:
        """Show the page, or lead on who is signed in already."""
        self.notice = notice_in(self.router.url.query)
        self.demo = offered()
        signed_in = await signed_in_of(self, active=False)
        if signed_in is None:
            return None
        return rx.redirect("/change-password" if signed_in.must_change_password else "/")

    @rx.event
    @open_door
    async def open_for_anybody(self) -> Answer:
        """Show a page that makes sense signed in as well: a forgotten password, a mailed link."""
        self.notice = notice_in(self.router.url.query)

    @rx.event
    @open_door
    async def open_signed_in(self) -> Answer:
        """Show the page for changing a temporary password to whom it concerns."""
        signed_in = await signed_in_of(self)
        if signed_in is None:
            return leave_for("/sign-in")
        return None if signed_in.must_change_password else rx.redirect("/account")


def notice_in(query: str) -> str:
    """Return the notice that the address names: `?again=1` is “again”."""
    named = {part.partition("=")[0] for part in query.split("&")}
    return next((notice for notice in _NOTICES if notice in named), "")
