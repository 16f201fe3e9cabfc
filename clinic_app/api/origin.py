"""Refuses writes and live connections that a page of another site makes a browser send.

Cookies travel with such requests, so this is the guard against forged ones (CSRF), beside
SameSite. A browser always sends Origin with a WebSocket handshake and with every request that
is not a GET or HEAD; programs without a browser send none, and carry no cookies of others.
"""

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from clinic_app.api.problems import problem
from clinic_app.settings import settings

_HARMLESS = {"GET", "HEAD", "OPTIONS"}
_SAME_SITE = {"same-origin", "none"}  # "none": typed into the address bar


def refuse_foreign_origins(app: ASGIApp) -> ASGIApp:
    """Wrap `app`: foreign writes and handshakes get 403 before anything of ours runs."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if _is_guarded(scope) and not is_own_origin(Headers(scope=scope)):
            await _refuse(scope, receive, send)
        else:
            await app(scope, receive, send)

    return guarded


def is_own_origin(headers: Headers) -> bool:
    """Whether a request comes from a page of ours: the same host, PUBLIC_URL, or an allowed one.

    Without Origin it is judged by Sec-Fetch-Site, and passes where that is missing as well.
    """
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site", "none") in _SAME_SITE
    origin = origin.lower()
    if origin in (settings().public_url, *settings().allowed_origins):
        return True
    parts = urlsplit(origin)  # "null", of a sandboxed frame or a file, has no host
    schemes = {"https"} if settings().over_tls else {"http", "https"}
    host = headers.get("host", "").lower()
    return bool(parts.netloc) and parts.netloc == host and parts.scheme in schemes


def _is_guarded(scope: Scope) -> bool:
    if scope["type"] == "websocket":
        return True
    return scope["type"] == "http" and scope["method"] not in _HARMLESS


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()  # the handshake; closing before accepting answers it with 403
        await send({"type": "websocket.close", "code": 1008})
        return
    sentence = "This request came from another site and was refused."
    await problem(HTTPStatus.FORBIDDEN, sentence, code="foreign_origin")(scope, receive, send)
