"""Sets the headers that tell browsers what our pages may do, on every answer.

Scripts run from our own files only. The few inline ones that the build writes into its pages are
allowed page by page, by their hash; HTML that is not a page of the build gets none.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import anyio
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clinic_app.api.frame_ancestors import NOBODY, frame_ancestors
from clinic_app.settings import settings

_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
# Names that change with what is in them: hashed ones, and fonts (see assets/fonts.css).
_LASTING_NAME = re.compile(r"/assets/.+-[\w-]{8}\.\w+|/fonts/[\w-]+\.woff2")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")

# As they travel: every answer carries them, so none is looked up or encoded again.
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),  # addresses of pages name patients by id
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (
        b"permissions-policy",
        b"camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
        b"display-capture=(), browsing-topics=()",
    ),
]
_HSTS = (b"strict-transport-security", b"max-age=31536000")
_OURS = {*(name for name, _ in _ALWAYS), _HSTS[0], b"cache-control", b"content-security-policy"}
_FOREVER = b"public, max-age=31536000, immutable"
_ASK_EACH_TIME = b"no-cache"
_NEVER_KEEP = b"no-store"
_HTML = b"text/html"


class BuiltPages:
    """What there is to know about a front-end build: its files and its pages' inline scripts."""

    def __init__(self, folder: Path) -> None:
        """Read the build once."""
        files = [file for file in folder.rglob("*") if file.is_file()]
        self.paths = {f"/{file.relative_to(folder).as_posix()}" for file in files}
        pages = (file for file in files if file.suffix == ".html")
        self._scripts = {form: hashes for page in pages for form, hashes in _forms(page)}

    def scripts_of(self, body: bytes) -> str:
        """The hashes of a page's inline scripts; none for HTML that is not of the build.

        body: the page as it travels, compressed or not.
        """
        return self._scripts.get(_digest(body), "")

    def keep(self, path: str, content_type: bytes) -> bytes:
        """How long a browser may keep an answer. What is no file of the build may hold data."""
        if path not in self.paths or content_type.startswith(_HTML):
            return _NEVER_KEEP
        return _FOREVER if _LASTING_NAME.fullmatch(path) else _ASK_EACH_TIME


def security_headers(folder: Path) -> Callable[[ASGIApp], ASGIApp]:
    """Return the wrapper that sets the headers for an app whose build lies in `folder`."""

    def wrap(app: ASGIApp) -> ASGIApp:
        pages = BuiltPages(folder)

        async def secured(scope: Scope, receive: Receive, send: Send) -> None:
            answer = _Answer(scope, send, pages) if scope["type"] == "http" else send
            await app(scope, receive, answer)

        return secured

    return wrap


class _Answer:
    """Passes one answer on with the headers set. HTML waits until its text is known."""

    def __init__(self, scope: Scope, send: Send, pages: BuiltPages) -> None:
        self._scope = scope
        self._send = send
        self._pages = pages
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            if _set_headers(message, self._scope, self._pages).startswith(_HTML):
                self._start = message
                return
            _set_policy(message, self._scope, "", NOBODY)
        elif self._start is not None:
            await self._take_html(self._start, message)
            return
        await self._send(message)

    async def _take_html(self, start: Message, message: Message) -> None:
        if message["type"] == "http.response.pathsend":  # the server reads the file itself
            self._body = await anyio.Path(message["path"]).read_bytes()
        else:
            self._body += message.get("body", b"")
            if message.get("more_body"):
                return
            message = {"type": "http.response.body", "body": self._body}
        headers = MutableHeaders(scope=start)
        frames = await frame_ancestors(self._scope["path"])
        if frames != NOBODY:
            del headers["X-Frame-Options"]  # knows no list of sites; the policy has one
        scripts = self._pages.scripts_of(self._body)
        _set_policy(start, self._scope, scripts, frames)
        self._start = None
        await self._send(start)
        await self._send(message)


def _set_headers(message: Message, scope: Scope, pages: BuiltPages) -> bytes:
    """Set all but the policy; return the content type."""
    headers = [header for header in message["headers"] if header[0] not in _OURS]
    content_type = next((value for name, value in headers if name == b"content-type"), b"")
    headers += _ALWAYS
    headers.append((b"cache-control", pages.keep(scope["path"], content_type)))
    if settings().over_tls:
        headers.append(_HSTS)
    message["headers"] = headers
    return content_type


def _set_policy(message: Message, scope: Scope, script_hashes: str, frames: str) -> None:
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    policy = _policy(host.decode("latin-1"), script_hashes, frames, over_tls=settings().over_tls)
    message["headers"].append((b"content-security-policy", policy))


@lru_cache(maxsize=512)
def _policy(host: str, script_hashes: str, frames: str, *, over_tls: bool) -> bytes:
    # 'self' covers the live connection in today's browsers; older ones want it by name.
    socket = f"{'wss' if over_tls else 'ws'}://{host}" if _HOST.fullmatch(host) else ""
    policy = (
        f"default-src 'self'; script-src 'self'{script_hashes}; connect-src 'self' {socket}; "
        # Emotion, below Radix, adds its styles at run time.
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {frames}"
    )
    return policy.encode("latin-1")


def _forms(page: Path) -> Iterator[tuple[bytes, str]]:
    """Return a page, and what the build compressed it to, each with the page's own scripts."""
    hashes = _hashes(page.read_bytes())
    for form in (page, *page.parent.glob(f"{page.name}.*")):
        yield _digest(form.read_bytes()), hashes


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()


def _hashes(html: bytes) -> str:
    scripts = {hashlib.sha256(text).digest() for text in _INLINE_SCRIPT.findall(html)}
    return "".join(sorted(f" 'sha256-{base64.b64encode(script).decode()}'" for script in scripts))
