"""A served product per worker, a browser per worker, a fresh browser profile per person."""

import os
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    async_playwright,
    expect,
)

from clinic_app.access.actor import Actor
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from tests.browser import ARGUMENTS, executable
from tests.journeys.frames import listen_to
from tests.served import Served, serving
from tests.web.tab import sign_in

DESK = {"width": 1440, "height": 900}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000  # milliseconds; a machine that also runs other tests is slow, not wrong

expect.set_options(timeout=PATIENCE)

# A person's way into a browser of their own.
Visit = Callable[..., Awaitable[Page]]


# A page's first HTML is drawn before its scripts run; React leaves its mark on what it took over.
_ALIVE = """() => {
    const heading = document.querySelector("h1");
    return heading && Object.keys(heading).some((key) => key.startsWith("__reactFiber$"));
}"""


async def ready(page: Page) -> None:
    """Wait as a person does: until there is a heading and nothing is loading any more."""
    await page.wait_for_function(_ALIVE)
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)


@pytest.fixture(scope="session")
def site(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """The product, served for this worker, with the database and the keys of its tests."""
    with serving(
        tmp_path_factory.mktemp("var"),
        ENVIRONMENT="development",
        DATABASE_URL=database_url,
        ENCRYPTION_KEYS=os.environ["ENCRYPTION_KEYS"],
    ) as served:
        yield served


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncGenerator[Browser]:
    """One browser a worker."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        await browser.close()


# Said by the browser about what a test does on purpose, not by a fault of the page.
_EXPECTED = re.compile(r"status of (400|401|403|404|409|422|429)|net::ERR_INTERNET_DISCONNECTED")


@pytest_asyncio.fixture
async def visit(database: str, site: Served, browser: Browser) -> AsyncGenerator[Visit]:
    """Open a page as somebody (or as a stranger); at the end no page may have complained.

    Each call is another browser, but with `beside` it is a further tab of that page's.
    """
    del database
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def listen(page: Page) -> None:
        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and not _EXPECTED.search(message.text):
                complaints.append(f"{page.url}: {message.text}")

        page.on("console", said)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        listen_to(page)

    async def browser_of(who: Actor | None, *, phone: bool, theme: str) -> BrowserContext:
        context = await browser.new_context(
            base_url=site.url,
            viewport=PHONE if phone else DESK,  # pyright: ignore[reportArgumentType]  # a TypedDict
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if who is not None:
            cookie = {"name": COOKIE_NAME, "value": await sign_in(who), "url": site.url}
            await context.add_cookies([cookie])  # pyright: ignore[reportArgumentType]  # a TypedDict
        return context

    async def open_page(
        path: str,
        who: Actor | None = None,
        *,
        phone: bool = False,
        theme: str = "light",
        beside: Page | None = None,
    ) -> Page:
        if beside is not None:
            context = beside.context
        else:
            context = await browser_of(who, phone=phone, theme=theme)
        page = await context.new_page()
        listen(page)
        await page.goto(path)
        await ready(page)
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert complaints == []
