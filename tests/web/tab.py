"""A browser tab without a browser: its states on the server, and the events it may send."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, TypeVar

import reflex as rx
from reflex.istate.data import HeaderData, RouterData, SessionData

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import now
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from clinic_app.people.tables import Session

StateType = TypeVar("StateType", bound=rx.State)


class Tab:
    """One tab, signed in with a session token or not at all."""

    def __init__(self, token: str = "") -> None:
        """Open the tab with the cookie that the handshake would bring."""
        self.root = rx.State(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]  # as Reflex itself makes one
        cookie = f"{COOKIE_NAME}={token}" if token else ""
        self.root.router = RouterData(
            session=SessionData(client_token=secrets.token_hex(8), client_ip="127.0.0.1"),
            headers=HeaderData(cookie=cookie, user_agent="Tests/1.0"),
        )

    def state(self, kind: type[StateType]) -> StateType:
        """Return the tab's instance of a state class."""
        found: Any = self.root.get_substate(kind.get_full_name().split(".")[1:])
        return found

    async def send(self, kind: type[rx.State], handler: str, *arguments: object) -> Any:  # noqa: ANN401
        """Call a handler as a browser would, by its name, and return its answer."""
        return await kind.event_handlers[handler].fn(self.state(kind), *arguments)


async def sign_in(actor: Actor) -> str:
    """Give an actor of the cast a live session and return its token."""
    token = secrets.token_urlsafe(32)
    async with transaction() as session:
        session.add(
            Session(
                token_hash=hashlib.sha256(token.encode()).digest(),
                person_id=actor.person_id,
                active_organization_id=actor.organization_id,
                expires_at=now() + timedelta(hours=12),
            )
        )
    return token
