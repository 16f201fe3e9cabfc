"""One LISTEN connection per process, shared by every open screen.

A screen takes a `Watch` for its topics first and loads afterwards, so that no change falls
between. When the connection is lost, it is made again and every screen is woken once,
because nobody knows what was missed.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import psycopg
from psycopg import sql

from clinic_app.database.engine import app_connect_arguments
from clinic_app.live.announce import CHANNEL
from clinic_app.live.topics import Topic

log = logging.getLogger(__name__)

Key = tuple[str, str]  # (organization id, topic)


class Watch:
    """A screen's place at the hub; use it as a context manager."""

    def __init__(self, hub: "Hub", organization_id: str, topics: tuple[Topic, ...]) -> None:
        """Wait at `hub` for changes to these topics of one clinic."""
        self._hub = hub
        self._keys: list[Key] = [(organization_id, topic) for topic in topics]
        self._changed = asyncio.Event()

    def __enter__(self) -> "Watch":
        """Take the place."""
        for key in self._keys:
            self._hub.watches[key].add(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the place."""
        for key in self._keys:
            self._hub.watches[key].discard(self)
            if not self._hub.watches[key]:
                del self._hub.watches[key]

    def wake(self) -> None:
        """Tell the screen that something changed."""
        self._changed.set()

    async def changed(self, *, within: float) -> bool:
        """Wait up to `within` seconds; True when something changed since the last call."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), within)
        if not self._changed.is_set():
            return False
        self._changed.clear()
        return True


class Hub:
    """The process's ear on the database."""

    def __init__(self) -> None:
        """Start with no screen and no connection."""
        self.watches: defaultdict[Key, set[Watch]] = defaultdict(set)
        self.versions: defaultdict[Key, int] = defaultdict(int)
        self.epoch = 0  # counts reconnections: what was loaded before one may be stale
        self.connected = False
        self._on_sessions: list[Callable[[str | None], None]] = []

    def watch(self, organization_id: object, *topics: Topic) -> Watch:
        """Return a place for a screen that shows these topics of one clinic."""
        return Watch(self, str(organization_id), topics)

    def on_sessions(self, listener: Callable[[str | None], None]) -> None:
        """Call `listener` with a person's id when their sign-ins changed, None for anybody's."""
        self._on_sessions.append(listener)

    def hear(self, message: str) -> None:
        """Wake whom one notification concerns."""
        told: dict[str, Any] = json.loads(message)
        if told["topic"] == Topic.SESSIONS:
            for listener in self._on_sessions:
                listener(told["person"])
            self._wake_all()
            return
        key = (told["organization"], told["topic"])
        self.versions[key] += 1
        for watch in tuple(self.watches.get(key, ())):
            watch.wake()

    def _wake_all(self) -> None:
        for watches in tuple(self.watches.values()):
            for watch in tuple(watches):
                watch.wake()

    def _start_over(self) -> None:
        """After a gap nobody knows what was missed: forget all that was cached, wake everyone."""
        for listener in self._on_sessions:
            listener(None)
        self.epoch += 1
        self._wake_all()

    def version(self, organization_id: object, topics: tuple[Topic, ...]) -> tuple[int, ...]:
        """Return a value that differs after any change to these topics of one clinic."""
        counts = (self.versions[str(organization_id), topic] for topic in topics)
        return (self.epoch, *counts)

    async def listen(self, url: str) -> None:
        """Listen for ever; reconnect after a loss, first at once, then every second."""
        while True:
            try:
                await self._listen_once(url)
            except (psycopg.OperationalError, OSError) as error:
                log.warning("lost the database's notifications (%s)", type(error).__name__)
            self.connected = False
            await asyncio.sleep(1)

    async def _listen_once(self, url: str) -> None:
        connection = await psycopg.AsyncConnection.connect(
            url, autocommit=True, **app_connect_arguments()
        )
        async with connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self.connected = True
            self._start_over()
            async for notification in connection.notifies():
                self.hear(notification.payload)


hub = Hub()


@asynccontextmanager
async def listening(url: str) -> AsyncGenerator[None]:
    """Keep the hub connected inside a `with` block (the life of the process)."""
    task = asyncio.create_task(hub.listen(url), name="live-hub")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
