"""Programs of a clinic's: callers with an API key, over HTTP, without a port."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import httpx
import pytest_asyncio
from starlette.responses import PlainTextResponse

from clinic_app.access.permissions import Permission
from clinic_app.api.app import with_api
from clinic_app.database.transaction import perform
from clinic_app.people.api_keys.key_rules import SCOPES
from clinic_app.people.api_keys.make_key import make_key
from tests.cast import Clinic

Program = httpx.AsyncClient
OpenProgram = Callable[..., Awaitable[Program]]

ADDRESS = "http://clinic.example"


async def key_of(clinic: Clinic, *scopes: Permission, days: int = 0, name: str = "Website") -> str:
    """Make a key; with every scope when none is named."""
    asked = [str(scope) for scope in scopes or SCOPES]
    return (await perform(clinic.owner, make_key, name=name, scopes=asked, days=days)).key


def client_of(app: Any, key: str = "", *, at: str = "127.0.0.1") -> Program:  # noqa: ANN401  # an ASGI app
    """A program that calls `app`, with a key or with none, from an address."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(at, 443)),
        base_url=ADDRESS,
        headers={"Authorization": f"Bearer {key}"} if key else {},
    )


@pytest_asyncio.fixture
async def open_program(database: str) -> AsyncGenerator[OpenProgram]:
    """Open as many programs as the story needs."""
    del database
    app = with_api(PlainTextResponse("a page"))
    opened: list[Program] = []

    async def make(clinic: Clinic | None = None, *scopes: Permission) -> Program:
        program = client_of(app, await key_of(clinic, *scopes) if clinic else "")
        opened.append(program)
        return program

    yield make
    for program in opened:
        await program.aclose()
