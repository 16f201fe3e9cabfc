"""Text messages through an HTTP gateway: what most SMS providers offer, or a line of glue does.

POST {"to": "+15551234567", "text": "…", "id": "…"} as JSON, with the address's own user and
password as Basic authorization. Any answer of 200 to 299 means that it was taken.
"""

import asyncio
import base64
import json
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from clinic_app.notifications.ports import SendFailed
from clinic_app.notifications.text_ports import ShortText

_SECONDS = 15.0  # less than the database lets a transaction stand idle
_WAIT = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class _NoDetours(HTTPRedirectHandler):
    """The words and the password go to the named address and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  # as the library's
        """Follow no redirect: it is answered as a failure."""


class GatewayTextSender:
    """Hands messages to https://user:password@gateway.example/messages."""

    keeps_copies = False

    def __init__(self, url: str) -> None:
        """Read the gateway's address."""
        parts = urlsplit(url)
        where = parts.netloc.rpartition("@")[2]
        self._url = urlunsplit((parts.scheme, where, parts.path, parts.query, ""))
        self._headers = {"Content-Type": "application/json"}
        if parts.username is not None:
            login = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers["Authorization"] = f"Basic {base64.b64encode(login.encode()).decode()}"

    async def send(self, message: ShortText) -> None:
        """Hand one message to the gateway, or raise SendFailed."""
        await asyncio.to_thread(self._send, message)

    def _send(self, message: ShortText) -> None:
        said = {"to": message.recipient, "text": message.body, "id": str(message.id)}
        request = Request(  # noqa: S310  # the operator's own address, checked in settings
            self._url, data=json.dumps(said).encode(), headers=self._headers, method="POST"
        )
        try:
            with build_opener(_NoDetours).open(request, timeout=_SECONDS):
                pass
        except HTTPError as error:
            again = error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code in _WAIT
            raise SendFailed(f"gateway: {error.code}", permanent=not again) from None
        except (URLError, OSError) as error:
            raise SendFailed(type(error).__name__, permanent=False) from None
