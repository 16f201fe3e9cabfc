"""Who is signed in on a page's connection, by the cookie that its handshake brought."""

import reflex as rx

from clinic_app.access.actor import SignedIn
from clinic_app.live.hub import hub
from clinic_app.people.sessions.session_cookie import token_in
from clinic_app.people.sessions.signed_in_cache import SignedInCache

signed_in_cache = SignedInCache(hub)


async def signed_in_of(state: rx.State, *, active: bool = True) -> SignedIn | None:
    """Return who is signed in on this page's connection, asked anew each time."""
    token = token_in(state.router.headers.cookie)
    if token is None:
        return None
    return await signed_in_cache.find(token, active=active)
