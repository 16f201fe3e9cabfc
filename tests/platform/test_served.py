"""The whole program as a person starts it: one port, guarded, stopped without a trace."""

import http.client
import signal
import tempfile
import time
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from clinic_app.command_line.reflex_environment import ROOT
from tests.browser import ARGUMENTS, executable
from tests.served import Served, serving

pytestmark = pytest.mark.journey

HANDSHAKE = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """A real browser."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def served() -> Generator[Served]:
    """The product with empty data of its own, for the tests that leave it running."""
    with tempfile.TemporaryDirectory(prefix="pc-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        with serving(Path(name), ENVIRONMENT="development") as started:
            yield started


def ask(served: Served, method: str, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(urlsplit(served.url).netloc, timeout=10)
    connection.request(method, path, headers=headers)
    return connection.getresponse()


def postgres_of(var: Path) -> psutil.Process:
    return psutil.Process(int((var / "postgres" / "postmaster.pid").read_text().split()[0]))


def open_page(page: Page, served: Served) -> None:
    """Open the sign-in page and wait until the server has spoken over the live connection."""
    with page.expect_websocket() as connection:
        page.goto(f"{served.url}/sign-in")
    connection.value.wait_for_event("framereceived")


def test_pages_run_under_their_own_policy_and_ask_nobody_else(
    served: Served, browser: Browser
) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    sockets: list[str] = []
    asked: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: sockets.append(socket.url))
    open_page(page, served)
    assert not [line for line in complaints if "Content Security Policy" in line]
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(served.url).netloc}
    assert {urlsplit(url).netloc for url in sockets} == {urlsplit(served.url).netloc}
    page.close()


def test_a_script_that_was_smuggled_into_a_page_does_not_run(
    served: Served, browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(f"{served.url}/sign-in")
    ran = page.evaluate(
        """() => new Promise(answer => {
            const smuggled = document.createElement('script');
            smuggled.textContent = 'window.smuggled = true';
            document.body.append(smuggled);
            setTimeout('window.evaluated = true');
            setTimeout(() => answer([window.smuggled, window.evaluated]), 100);
        })"""
    )
    assert ran == [None, None]
    page.close()


def test_guards_at_the_door(served: Served) -> None:
    own = served.url
    assert (
        ask(served, "GET", "/_event/?EIO=4&transport=websocket", Origin=own, **HANDSHAKE).status
        == 101
    )
    for foreign in ("http://evil.example", "null"):
        answer = ask(
            served, "GET", "/_event/?EIO=4&transport=websocket", Origin=foreign, **HANDSHAKE
        )
        assert answer.status == 403
        assert ask(served, "POST", "/ping", Origin=foreign).status == 403
    page = ask(served, "GET", "/", Origin="http://evil.example")
    assert page.getheader("access-control-allow-origin") is None
    assert page.getheader("cache-control") == "no-store"
    assert "sha256-" in (page.getheader("content-security-policy") or "")
    assert ask(served, "GET", "/no/such/page").getheader("x-content-type-options") == "nosniff"


def test_stopping_ends_everything_and_the_next_start_does_nothing_again(
    var: Path, browser: Browser
) -> None:
    with serving(var, ENVIRONMENT="development") as first:
        stop_with_a_page_open(first, browser, signal.SIGINT)
    key = (var / "encryption_key").read_text()
    assert (var / "encryption_key").stat().st_mode & 0o077 == 0

    for by in (signal.SIGTERM, signal.SIGHUP):
        with serving(var, ENVIRONMENT="development") as again:
            printed = "".join(again.printed)
            stop_with_a_page_open(again, browser, by)
        assert "Building" not in printed
        assert "new tables" not in printed
    assert (var / "encryption_key").read_text() == key


def stop_with_a_page_open(served: Served, browser: Browser, by: signal.Signals) -> None:
    """Stop it as a person, a service manager or a closed terminal does, and look for remains."""
    page = browser.new_page()
    open_page(page, served)
    parent = psutil.Process(served.process.pid)
    family = [parent, *parent.children(recursive=True), postgres_of(served.var)]
    began = time.monotonic()
    rest = served.stop(by)
    assert time.monotonic() - began < 20
    page.close()
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


def test_page_state_is_never_written_to_the_disk(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    open_page(page, served)
    assert not list((ROOT / ".states").glob("*"))
    page.close()
