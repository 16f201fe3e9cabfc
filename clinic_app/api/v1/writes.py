"""Does a write once, however often it is sent: the way of every write through `Idempotency-Key`."""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated

from fastapi import Header
from pydantic_core import to_json
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.access.actor import Actor
from clinic_app.api.v1.guard import caller
from clinic_app.database.transaction import perform
from clinic_app.kit.errors import Invalid
from clinic_app.people.api_keys.answer_once import Kept, claim, keep

Deed = Callable[[AsyncSession, Actor], Awaitable[dict[str, object] | None]]

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="Any text that names this write, such as a UUID. Sent again within a day with"
        " the same request, it gets the first answer and nothing is done twice.",
    ),
]
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


async def write(
    request: Request,
    deed: Deed,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """Do the deed in one transaction and answer with what it returns.

    A refusal
    is not kept: nothing was done, so the same key may try again.
    """
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise Invalid("An Idempotency-Key is 1 to 255 visible signs.", field="Idempotency-Key")

    async def once(session: AsyncSession, actor: Actor) -> tuple[Kept, bool]:
        if key is None:
            return Kept(status, _body(await deed(session, actor))), False
        before = await claim(session, actor, key=key, request=await _asked(request))
        if before is not None:
            return before, True
        kept = Kept(status, _body(await deed(session, actor)))
        await keep(session, actor, key=key, kept=kept)
        return kept, False

    kept, again = await perform(caller(request), once)
    answer = json_answer(kept.body, kept.status)
    if again:
        answer.headers["Idempotency-Replayed"] = "true"
    return answer


async def _asked(request: Request) -> bytes:
    return b"\n".join([f"{request.method}\n{request.scope['path']}".encode(), await request.body()])


def _body(told: dict[str, object] | None) -> bytes:
    return b"" if told is None else to_json(told)


def json_answer(body: bytes, status: int = HTTPStatus.OK) -> Response:
    """Return an answer of JSON that is made already; of no JSON, where there is none to tell."""
    return Response(body or None, status, media_type="application/json" if body else None)


def as_json(value: object) -> Response:
    """Return an answer of JSON. Not checked against its model again: a test does that."""
    return json_answer(to_json(value))
