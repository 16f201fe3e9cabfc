"""Who is signed in on a page's connection, by the cookie that its handshake brought."""

import reflex as rx

from clinic_app.access.actor import SignedIn
from clinic_app.database.transaction import transaction
from clinic_app.live.hub import hub
from clinic_app.people.sessions.ran_out import ran_out
from clinic_app.people.sessions.session_cookie import token_in
from clinic_app.people.sessions.signed_in_cache import SignedInCache
from clinic_app.web.session.messenger import Answer, leave_for

signed_in_cache = SignedInCache(hub)


async def signed_in_of(state: rx.State, *, active: bool = True) -> SignedIn | None:
    """Return who is signed in on this page's connection, asked anew each time."""
    token = token_in(state.router.headers.cookie)
    if token is None:
        return None
    return await signed_in_cache.find(token, active=active)


async def way_to_sign_in(state: rx.State) -> Answer:
    """Lead to the sign-in page, which says so where the session of this page's cookie ran out."""
    token = token_in(state.router.headers.cookie)
    if token is None:
        return leave_for("/sign-in")
    async with transaction() as session:
        over = await ran_out(session, token)
    return leave_for("/sign-in?over=1" if over else "/sign-in")
