"""Refuses large bodies before anything reads them: forms are short."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clinic_app.api.problems import problem

MOST_BYTES = 64 * 1024
BODILESS = {"GET", "HEAD"}  # what such a request sends all the same is read by nobody


def limit_bodies(app: ASGIApp) -> ASGIApp:
    """Wrap an app: a body of more than 64 KiB gets 413, whatever length it claimed."""

    async def limited(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in BODILESS:
            await app(scope, receive, send)
            return
        body = await _read(scope, receive)
        if body is None:
            too_large = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            answer = problem(too_large, "This is too long.", code="too_long")
            await answer(scope, receive, send)
            return
        await app(scope, _again(body, receive), send)

    return limited


async def _read(scope: Scope, receive: Receive) -> bytes | None:
    """Return the whole body, None when it is too long or the caller has gone."""
    claimed = Headers(scope=scope).get("content-length", "0")
    if not claimed.isdecimal() or int(claimed) > MOST_BYTES:
        return None
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    """Hand the body on as one message, then whatever comes after it."""
    handed_on = False

    async def replay() -> Message:
        nonlocal handed_on
        if handed_on:
            return await receive()
        handed_on = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
