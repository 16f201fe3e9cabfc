"""Every answer tells the browser what it may do; only the build's own inline scripts run."""

import base64
import gzip
import hashlib
from collections.abc import Generator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from clinic_app.api.security_headers import security_headers
from clinic_app.settings import settings

PAGE = b"<html><script>start()</script><script type=module>go()</script><script src=/a.js></script>"
SQUEEZED = b"the page as another encoding has it"  # nothing on the way reads it


@pytest.fixture(autouse=True)
def use(monkeypatch: pytest.MonkeyPatch) -> Generator[pytest.MonkeyPatch]:
    """Settings of this test's own."""
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    settings.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def app(tmp_path: Path) -> ASGIApp:
    """A small app: a build's files, some data, a page that is not of the build, a failure."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "room-AbCd12_-.js").write_text("1")
    (tmp_path / "tokens.css").write_text("a{}")
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "index.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "index.html.br").write_bytes(SQUEEZED)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "inter-latin.woff2").write_bytes(b"font")

    async def data(_: object) -> Response:
        return JSONResponse({"patient": 1})

    async def foreign(_: object) -> Response:
        return HTMLResponse("<script>evil()</script>")

    async def packed(_: object) -> Response:
        return FileResponse(
            tmp_path / "index.html.gz",
            media_type="text/html",
            headers={"content-encoding": "gzip"},
        )

    async def squeezed(_: object) -> Response:
        return Response(SQUEEZED, media_type="text/html")

    async def broken(_: object) -> Response:
        raise RuntimeError

    inner = Starlette(
        routes=[
            Route("/data", data),
            Route("/foreign", foreign),
            Route("/packed", packed),
            Route("/squeezed", squeezed),
            Route("/broken", broken),
            Mount("/", StaticFiles(directory=tmp_path, html=True)),
        ]
    )
    return security_headers(tmp_path)(inner)


async def get(app: ASGIApp, path: str, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://clinic.test") as client:
        return await client.get(path, headers=headers)


def hash_of(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


def script_source(answer: httpx.Response) -> str:
    rules = answer.headers["content-security-policy"].split("; ")
    return next(rule for rule in rules if rule.startswith("script-src "))


@pytest.mark.parametrize("path", ["/", "/data", "/tokens.css", "/missing", "/broken", "/foreign"])
async def test_every_answer_carries_the_guards(app: ASGIApp, path: str) -> None:
    answer = await get(app, path)
    policy = answer.headers["content-security-policy"]
    for rule in ("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert rule in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in script_source(answer)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "body"), [("/", PAGE), ("/packed", PAGE), ("/squeezed", SQUEEZED)]
)
async def test_the_builds_inline_scripts_are_allowed_by_hash_alone(
    app: ASGIApp, path: str, body: bytes
) -> None:
    answer = await get(app, path)
    assert answer.content == body
    wanted = sorted([hash_of(b"start()"), hash_of(b"go()")])
    assert script_source(answer).split()[1:] == ["'self'", *wanted]


async def test_a_page_that_is_not_of_the_build_may_run_nothing_inline(app: ASGIApp) -> None:
    assert script_source(await get(app, "/foreign")) == "script-src 'self'"


async def test_data_and_pages_are_never_kept_and_hashed_files_always(app: ASGIApp) -> None:
    async def kept(path: str) -> str:
        return (await get(app, path)).headers["cache-control"]

    assert await kept("/data") == "no-store"
    assert await kept("/") == "no-store"
    assert await kept("/missing") == "no-store"
    assert await kept("/assets/room-AbCd12_-.js") == "public, max-age=31536000, immutable"
    assert await kept("/fonts/inter-latin.woff2") == "public, max-age=31536000, immutable"
    assert await kept("/tokens.css") == "no-cache"


async def test_the_live_connection_is_allowed_to_the_same_host_only(app: ASGIApp) -> None:
    assert (
        "connect-src 'self' ws://clinic.test;"
        in ((await get(app, "/")).headers["content-security-policy"])
    )
    odd = await get(app, "/", Host="x; script-src *")
    assert "script-src *" not in odd.headers["content-security-policy"]


async def test_strict_transport_is_asked_for_over_tls_only(
    app: ASGIApp, use: pytest.MonkeyPatch
) -> None:
    assert "strict-transport-security" not in (await get(app, "/")).headers
    use.setenv("PUBLIC_URL", "https://clinic.test")
    settings.cache_clear()
    answer = await get(app, "/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "wss://clinic.test" in answer.headers["content-security-policy"]
