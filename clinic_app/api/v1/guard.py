"""Stands before every route of /api/v1: who is asking, and not too often."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.limits import limits
from clinic_app.kit.errors import NoClinicYet, PasswordIsTemporary, SignedOut
from clinic_app.live.hub import hub
from clinic_app.people.key_cache import KeyCache
from clinic_app.people.session_cookie import token_in
from clinic_app.people.signed_in_cache import SignedInCache

# So many at once; the others wait here, in order. Programs then never take the connections that
# the pages need, and no request waits for one until it fails, however many come together.
_AT_ONCE = 10
_gate = asyncio.Semaphore(_AT_ONCE)

_keys = KeyCache(hub)
_sessions = SignedInCache(hub)
_BEARER = "bearer "


class GuardedRoute(APIRoute):
    """A route for a key or a session alone. Nothing of the request is read before that is known."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler with the guard before it."""
        handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            async with _gate:
                actor = await find_caller(request)
                request.state.caller = actor
                left = limits.take(actor.member_id)
                answer = await handler(request)
            answer.headers.update(left)
            return answer

        return guarded


def caller(request: Request) -> Actor:
    """Return who acts, as the guard found them."""
    actor: Actor = request.state.caller
    return actor


async def find_caller(request: Request) -> Actor:
    """Return who acts: an API key where one is sent, else the member whose session this is.

    A write with a session's cookie has passed the guard against forged ones (`api/origin.py`).
    Raises SignedOut.
    """
    sent = request.headers.get("authorization")
    if sent is not None:
        return await _by_key(sent)
    token = token_in(request.headers.get("cookie", ""))
    signed_in = await _sessions.find(token) if token else None
    if signed_in is None:
        raise SignedOut("Send an API key as “Authorization: Bearer pk_…”, or sign in.")
    if signed_in.must_change_password:
        raise PasswordIsTemporary
    if signed_in.actor is None:
        raise NoClinicYet
    return signed_in.actor


async def _by_key(sent: str) -> Actor:
    key = sent[len(_BEARER) :].strip() if sent[: len(_BEARER)].lower() == _BEARER else ""
    actor = await _keys.find(key)
    if actor is None:
        raise SignedOut("This API key is unknown, revoked or expired.")
    return actor
