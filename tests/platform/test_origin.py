"""Writes and live connections from pages of other sites stop at the door."""

from collections.abc import Generator

import httpx
import pytest
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from clinic_app.api.origin import is_own_origin, refuse_foreign_origins
from clinic_app.settings import settings


@pytest.fixture(autouse=True)
def use(monkeypatch: pytest.MonkeyPatch) -> Generator[pytest.MonkeyPatch]:
    """Settings of this test's own."""
    for name in ("PUBLIC_URL", "ALLOWED_ORIGINS"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


async def ask(method: str, **headers: str) -> int:
    app = refuse_foreign_origins(PlainTextResponse("done"))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test:3000") as client:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return (await client.request(method, "/write", headers=named)).status_code


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://clinic.test",  # another port is another origin
        "http://clinic.test:3000.evil.example",
        "http://evil.clinic.test:3000",
        "file://clinic.test:3000",
        "null",
        "",
    ],
)
async def test_a_write_from_another_site_is_refused(method: str, origin: str) -> None:
    assert await ask(method, Origin=origin) == 403


async def test_a_write_without_origin_is_refused_where_the_browser_says_cross_site() -> None:
    assert await ask("POST", Sec_Fetch_Site="cross-site") == 403
    assert await ask("POST", Sec_Fetch_Site="same-site") == 403


async def test_our_own_pages_and_programs_without_a_browser_may_write() -> None:
    assert await ask("POST", Origin="http://clinic.test:3000") == 200
    assert await ask("POST", Origin="http://CLINIC.test:3000") == 200
    assert await ask("POST") == 200


async def test_reading_is_left_to_the_same_origin_rule_of_browsers() -> None:
    assert await ask("GET", Origin="https://evil.example") == 200


async def test_the_public_address_counts_where_a_proxy_changes_the_host(
    use: pytest.MonkeyPatch,
) -> None:
    use.setenv("PUBLIC_URL", "https://clinic.example")
    use.setenv("ALLOWED_ORIGINS", "https://intranet.example")
    settings.cache_clear()
    assert await ask("POST", Origin="https://clinic.example") == 200
    assert await ask("POST", Origin="https://intranet.example") == 200
    assert await ask("POST", Origin="http://clinic.example") == 403


def test_over_tls_a_page_without_it_is_foreign(use: pytest.MonkeyPatch) -> None:
    use.setenv("PUBLIC_URL", "https://clinic.example")
    settings.cache_clear()
    assert is_own_origin(Headers({"origin": "https://other.name", "host": "other.name"}))
    assert not is_own_origin(Headers({"origin": "http://other.name", "host": "other.name"}))


async def handshake(origin: str) -> list[str]:
    """The messages that a WebSocket handshake is answered with."""
    answers: list[str] = []
    scope: Scope = {
        "type": "websocket",
        "path": "/_event",
        "headers": [(b"host", b"clinic.test"), (b"origin", origin.encode())],
    }

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        answers.append(message["type"])

    async def accept(_: Scope, __: object, answer: object) -> None:
        await send({"type": "websocket.accept"})
        assert answer is send

    await refuse_foreign_origins(accept)(scope, receive, send)
    return answers


async def test_a_live_connection_from_another_site_is_never_accepted() -> None:
    assert await handshake("http://evil.example") == ["websocket.close"]
    assert await handshake("null") == ["websocket.close"]
    assert await handshake("http://clinic.test") == ["websocket.accept"]
