"""My account: who I am, how it looks, where I am signed in."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from clinic_app.access.actor import SignedIn
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import perform_own
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import SessionId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.people.accounts.choose_theme import Theme, choose_theme
from clinic_app.people.accounts.edit_my_account import edit_my_account
from clinic_app.people.moment_words import moment_words
from clinic_app.people.sessions.end_my_session import end_my_session
from clinic_app.people.sessions.list_my_sessions import list_my_sessions
from clinic_app.people.sessions.session_rows import MySession
from clinic_app.people.sessions.sign_out_everywhere import sign_out_everywhere
from clinic_app.web.session.cookie import signed_in_of
from clinic_app.web.session.door import live_door, own_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

_UTC = "UTC"
_THEMES: dict[str, Theme] = {"light": "light", "dark": "dark", "system": "system"}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One browser in the list."""

    id: str
    device: str
    address: str
    last_used: str
    started: str
    is_phone: bool
    is_this: bool


class AccountState(rx.State):
    """The page of one's own account."""

    name: rx.Field[str] = rx.field("")
    username: rx.Field[str] = rx.field("")
    email: rx.Field[str] = rx.field("")
    theme: rx.Field[str] = rx.field("")
    sessions: rx.Field[list[SessionRow]] = rx.field(default_factory=list[SessionRow])
    loaded: rx.Field[bool] = rx.field(False)
    changed: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @own_door
    async def open(self, signed_in: SignedIn) -> Answer:
        """Load the account; the watch then keeps the list of sessions true."""
        self.errors = {}
        self.changed = "changed=" in self.router.url.query
        self._take_over(signed_in)
        self.sessions = await _rows(signed_in)
        self.loaded = True
        return AccountState.watch

    @rx.event(background=True)
    @live_door(Permission.SIGNED_IN)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Show sessions that begin, end or are renewed elsewhere."""
        async for _ in pushes(self, Permission.SIGNED_IN, Topic.SESSIONS):
            signed_in = await signed_in_of(self, active=False)
            rows = await _rows(signed_in) if signed_in else []
            async with self:
                if signed_in is not None:
                    self._take_over(signed_in)
                self.sessions = rows
            yield

    @rx.event
    @own_door
    async def save(self, signed_in: SignedIn, form: dict[str, Any]) -> Answer:
        """Keep name and username."""
        self.errors = {}
        name, username = form.get("name"), form.get("username")
        if not isinstance(name, str) or not isinstance(username, str):
            raise Invalid("The form could not be read. Please load the page again.")
        await perform_own(signed_in, edit_my_account, name=name, username=username)
        return say("Saved.")

    @rx.event
    @own_door
    async def choose(self, signed_in: SignedIn, theme: str) -> Answer:
        """Keep the theme on the account; the page has changed already."""
        if theme not in _THEMES:
            raise Invalid("There is no such theme.")
        self.theme = theme
        await perform_own(signed_in, choose_theme, theme=_THEMES[theme])

    @rx.event
    @own_door
    async def end(self, signed_in: SignedIn, session_id: str) -> Answer:
        """Sign one browser out."""
        ended = parse_id(SessionId, session_id, what="That session")
        await perform_own(signed_in, end_my_session, session_id=ended)
        if ended != signed_in.session_id:
            self.sessions = await _rows(signed_in)
        return say("Signed out there.")

    @rx.event
    @own_door
    async def end_others(self, signed_in: SignedIn) -> Answer:
        """Sign out of every browser but this one."""
        await perform_own(signed_in, sign_out_everywhere, but_here=True)
        self.sessions = await _rows(signed_in)
        return say("Signed out everywhere else.")

    def _take_over(self, signed_in: SignedIn) -> None:
        self.name = signed_in.name
        self.username = signed_in.username
        self.email = signed_in.email
        self.theme = signed_in.theme


async def _rows(signed_in: SignedIn) -> list[SessionRow]:
    zone = signed_in.actor.time_zone if signed_in.actor else _UTC
    found = await perform_own(signed_in, list_my_sessions)
    return [_row(one, zone) for one in found]


def _row(one: MySession, zone: str) -> SessionRow:
    return SessionRow(
        id=one.id,
        device=one.device,
        address=one.address or "unknown address",
        last_used=moment_words(one.last_used_at, zone),
        started=moment_words(one.started_at, zone),
        is_phone=one.device.endswith(("iPhone", "iPad", "Android")),
        is_this=one.is_this,
    )
