"""What the server tells a page: every frame of its websockets, kept for a test to read."""

from weakref import WeakKeyDictionary

from playwright.async_api import Page, WebSocket

_heard: WeakKeyDictionary[Page, list[str]] = WeakKeyDictionary()


def listen_to(page: Page) -> None:
    """Keep every frame from now on, in both directions."""
    frames = _heard[page] = []

    def keep(frame: str | bytes) -> None:
        frames.append(frame if isinstance(frame, str) else frame.decode(errors="replace"))

    def opened(socket: WebSocket) -> None:
        socket.on("framesent", keep)
        socket.on("framereceived", keep)

    page.on("websocket", opened)


def frames_of(page: Page) -> list[str]:
    """Return the frames that a page has heard and said so far."""
    return _heard[page]


def words_of(page: Page) -> str:
    """Return all that a page has heard and said so far, as one text."""
    return "\n".join(frames_of(page))
