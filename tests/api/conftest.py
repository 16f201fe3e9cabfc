"""The API as a browser reaches it, over HTTP, without a port."""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio
from starlette.responses import PlainTextResponse

from clinic_app.api.app import with_api
from clinic_app.api.origin import refuse_foreign_origins
from tests.people.accounts import visitor
from tests.people.conftest import cheap_hashes

__all__ = ["cheap_hashes"]

ORIGIN = "http://clinic.example"

# A browser of its own: a cookie jar, and an address that nobody else tries from.
Browser = httpx.AsyncClient
OpenBrowser = Callable[..., Browser]


def _app() -> Any:  # noqa: ANN401  # an ASGI app
    return refuse_foreign_origins(with_api(PlainTextResponse("a page")))


@pytest_asyncio.fixture
async def open_browser(database: str) -> AsyncGenerator[OpenBrowser]:
    """Open as many browsers as the story needs."""
    del database
    opened: list[Browser] = []

    def make(*, origin: str = ORIGIN, address: str | None = None) -> Browser:
        transport = httpx.ASGITransport(
            app=_app(), raise_app_exceptions=False, client=(address or visitor().address, 5000)
        )
        headers = {"Origin": origin, "User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}
        browser = httpx.AsyncClient(transport=transport, base_url=origin, headers=headers)
        opened.append(browser)
        return browser

    yield make
    for browser in opened:
        await browser.aclose()


@pytest.fixture
def browser(open_browser: OpenBrowser) -> Browser:
    """One browser."""
    return open_browser()
