"""Ties a browser tab's page state to the session that it belongs to.

Reflex keys a tab's state by a token that the tab itself sends. On its own, that would hand
one person's page state to whoever signs in next in the same tab, or to anybody who learns
the token. So the handshake's token is replaced by one that also depends on the session, the
clinic and the role: another session, clinic or role begins with an empty state.
"""

import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from clinic_app.access.actor import SignedIn
from clinic_app.people.sessions.session_cookie import token_in
from clinic_app.web.session.cookie import signed_in_cache

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


def bind_tabs(app: AsgiApp) -> AsgiApp:
    """Wrap an ASGI app so that websocket handshakes carry bound tab tokens."""

    async def bound(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            scope = {**scope, "query_string": await _bound_query(scope)}
        await app(scope, receive, send)

    return bound


async def _bound_query(scope: Scope) -> bytes:
    cookie = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    token = token_in(cookie.decode("latin-1"))
    signed_in = await signed_in_cache.find(token, active=False) if token else None
    pairs = [
        (name, _bound_token(value, token, signed_in) if name == "token" else value)
        for name, value in parse_qsl(scope["query_string"].decode("latin-1"))
    ]
    return urlencode(pairs).encode("latin-1")


def _bound_token(tab: str, token: str | None, signed_in: SignedIn | None) -> str:
    if token is None or signed_in is None:
        return f"{tab}-nobody"
    actor = signed_in.actor
    place = f"{actor.organization_id}:{actor.role}" if actor else "nowhere"
    whole = f"{token}:{place}:{tab}"
    return f"{tab}-{hashlib.sha256(whole.encode()).hexdigest()[:32]}"
