"""Stands before every route of /api/v1: who is asking, and not too often."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from clinic_app.access.actor import Actor
from clinic_app.api.body_limit import BODILESS
from clinic_app.api.strangers import strangers
from clinic_app.api.v1.arguments import readers_of
from clinic_app.api.v1.limits import limits
from clinic_app.kit.errors import NoClinicYet, PasswordIsTemporary, SignedOut
from clinic_app.live.hub import hub
from clinic_app.people.api_keys.key_cache import KeyCache
from clinic_app.people.api_keys.key_rules import clinic_of_key
from clinic_app.people.sessions.session_cookie import token_in
from clinic_app.people.sessions.signed_in_cache import SignedInCache

# So many at once; the others wait here, in order. Programs then never take the connections that
# the pages need, and no request waits for one until it fails, however many come together.
_AT_ONCE = 12
_gate = asyncio.Semaphore(_AT_ONCE)

_keys = KeyCache(hub)
_sessions = SignedInCache(hub)
_BEARER = "bearer "


class GuardedRoute(APIRoute):
    """A route for a key or a session alone. Nothing of the request is read before that is known.

    FastAPI describes it; requests are read and answered here, without FastAPI's way in between.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **described: Any) -> None:  # noqa: ANN401  # FastAPI's own
        """Be described and served."""
        described["generate_unique_id_function"] = _operation_id
        super().__init__(path, endpoint, **described)
        self._readers = readers_of(endpoint, frozenset(self.param_convertors))

    async def answer(self, request: Request) -> Response:
        """Return the endpoint's answer."""
        async with _gate:
            actor = await find_caller(request)
            request.state.caller = actor
            left = limits.take(actor.member_id)
            body = b"" if request.method in BODILESS else await request.body()
            arguments = {name: read(request, body) for name, read in self._readers.items()}
            answer: Response = await self.endpoint(**arguments)
        answer.headers.update(left)
        return answer

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request that has come by way of the app."""
        if scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        answer = await self.answer(Request(scope, receive))
        await answer(scope, receive, send)


def _operation_id(route: APIRoute) -> str:
    """Return what generated clients call the route: “List appointments” is list_appointments."""
    return "_".join(re.findall(r"\w+", (route.summary or route.name).lower()))


def caller(request: Request) -> Actor:
    """Return who acts, as the guard found them."""
    actor: Actor = request.state.caller
    return actor


async def find_caller(request: Request) -> Actor:
    """Return who acts: an API key where one is sent, else the member whose session this is.

    A write with a session's cookie has passed the guard against forged ones (`api/origin.py`).
    Raises SignedOut, or TryLater where too many at one address were unknown.
    """
    sent = request.headers.get("authorization")
    if sent is not None:
        return await _by_key(request, sent)
    token = token_in(request.headers.get("cookie", ""))
    signed_in = await strangers.ask(request, token, _sessions.find) if token else None
    if signed_in is None:
        raise SignedOut("Send an API key as “Authorization: Bearer pk_…”, or sign in.")
    if signed_in.must_change_password:
        raise PasswordIsTemporary
    if signed_in.actor is None:
        raise NoClinicYet
    return signed_in.actor


async def _by_key(request: Request, sent: str) -> Actor:
    key = sent[len(_BEARER) :].strip() if sent[: len(_BEARER)].lower() == _BEARER else ""
    is_one = clinic_of_key(key) is not None  # else nothing need be asked
    actor = await strangers.ask(request, key, _keys.find) if is_one else None
    if actor is None:
        raise SignedOut("This API key is unknown, revoked or expired.")
    return actor
