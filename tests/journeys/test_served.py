"""The whole program as a person starts it: one port, guarded, stopped without a trace."""

import asyncio
import http.client
import signal
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from playwright.async_api import Browser, Page

from clinic_app.command_line.reflex_environment import ROOT
from tests.served import Served, serving

HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


def ask(served: Served, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def postgres_of(var: Path) -> psutil.Process:
    return psutil.Process(int((var / "postgres" / "postmaster.pid").read_text().split()[0]))


async def open_page(page: Page, served: Served) -> None:
    """Open the sign-in page and wait until the server has spoken over the live connection."""
    spoken = asyncio.Event()
    page.on("websocket", lambda live: live.on("framereceived", lambda _: spoken.set()))
    await page.goto(f"{served.url}/sign-in")
    async with asyncio.timeout(30):
        await spoken.wait()


async def test_pages_run_under_their_own_policy_and_ask_nobody_else(
    site: Served, browser: Browser
) -> None:
    page = await browser.new_page()
    complaints: list[str] = []
    sockets: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: sockets.append(socket.url))
    await open_page(page, site)
    assert not [line for line in complaints if "Content Security Policy" in line]
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(site.url).netloc}
    assert {urlsplit(url).netloc for url in sockets} == {urlsplit(site.url).netloc}
    await page.close()


async def test_a_script_that_was_smuggled_into_a_page_does_not_run(
    site: Served, browser: Browser
) -> None:
    page = await browser.new_page()
    await page.goto(f"{site.url}/sign-in")
    ran = await page.evaluate(
        """() => new Promise(answer => {
            const smuggled = document.createElement('script');
            smuggled.textContent = 'window.smuggled = true';
            document.body.append(smuggled);
            setTimeout('window.evaluated = true');
            setTimeout(() => answer([window.smuggled, window.evaluated]), 100);
        })"""
    )
    assert ran == [None, None]
    await page.close()


def test_guards_at_the_door(site: Served) -> None:
    own = site.url
    assert (
        ask(site, "GET", "/_event/?EIO=4&transport=websocket", Origin=own, **HANDSHAKE).status
        == 101
    )
    for foreign in ("http://evil.example", "null"):
        answer = ask(site, "GET", "/_event/?EIO=4&transport=websocket", Origin=foreign, **HANDSHAKE)
        assert answer.status == 403
        assert ask(site, "POST", "/ping", Origin=foreign).status == 403
    page = ask(site, "GET", "/", Origin="http://evil.example")
    assert page.getheader("access-control-allow-origin") is None
    assert page.getheader("cache-control") == "no-store"
    assert "sha256-" in (page.getheader("content-security-policy") or "")
    assert ask(site, "GET", "/no/such/page").getheader("x-content-type-options") == "nosniff"


async def test_stopping_ends_everything_and_the_next_start_does_nothing_again(
    var: Path, browser: Browser
) -> None:
    with serving(var, ENVIRONMENT="development") as first:
        await stop_with_a_page_open(first, browser, signal.SIGINT)
    key = (var / "encryption_key").read_text()
    assert (var / "encryption_key").stat().st_mode & 0o077 == 0

    for by in (signal.SIGTERM, signal.SIGHUP):
        with serving(var, ENVIRONMENT="development") as again:
            printed = "".join(again.printed)
            await stop_with_a_page_open(again, browser, by)
        assert "Building" not in printed
        assert "new tables" not in printed
    assert (var / "encryption_key").read_text() == key


async def stop_with_a_page_open(served: Served, browser: Browser, by: signal.Signals) -> None:
    """Stop it as a person, a service manager or a closed terminal does, and look for remains."""
    page = await browser.new_page()
    await open_page(page, served)
    parent = psutil.Process(served.process.pid)
    family = [parent, *parent.children(recursive=True), postgres_of(served.var)]
    began = time.monotonic()
    rest = served.stop(by)
    assert time.monotonic() - began < 20
    await page.close()
    assert served.process.returncode == 0, rest
    assert "The data stays" in rest
    assert "Traceback" not in rest
    assert not [member for member in family if member.is_running()]
    assert (served.var / "postgres" / "PG_VERSION").exists()


def test_two_run_side_by_side_from_one_checkout(var: Path) -> None:
    with (
        serving(var / "one", ENVIRONMENT="development") as one,
        serving(var / "two", ENVIRONMENT="development") as two,
    ):
        assert ask(one, "GET", "/ping").status == ask(two, "GET", "/ping").status == 200
        assert postgres_of(one.var) != postgres_of(two.var)


async def test_page_state_is_never_written_to_the_disk(site: Served, browser: Browser) -> None:
    page = await browser.new_page()
    await open_page(page, site)
    assert not list((ROOT / ".states").glob("*"))
    await page.close()
