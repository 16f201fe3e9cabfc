"""A browser's tab as the server sees it: one websocket that sends events and awaits replies."""

import asyncio
import json
from time import perf_counter
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import reflex as rx
import socketio

from clinic_app.people.sessions.session_cookie import COOKIE_NAME

NAMESPACE = "/_event"


class Tab:
    """One connected tab of one signed-in member."""

    def __init__(self, address: str, cookie: str) -> None:
        """Prepare a tab for the served product at `address`, such as http://127.0.0.1:3999."""
        self._address = address
        self._cookie = cookie
        self._updates: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.bytes_received = 0
        self._client = socketio.AsyncClient(
            reconnection=False, json=SimpleNamespace(dumps=json.dumps, loads=self._loads)
        )
        self._client.on("event", self._hear, namespace=NAMESPACE)  # pyright: ignore[reportUnknownMemberType]  # socketio has no types

    def _loads(self, text: str, **_: object) -> Any:  # noqa: ANN401
        self.bytes_received += len(text)
        return json.loads(text)

    async def _hear(self, update: dict[str, Any]) -> None:
        self._updates.put_nowait(update)

    async def __aenter__(self) -> "Tab":
        """Connect."""
        await self._client.connect(  # pyright: ignore[reportUnknownMemberType]  # socketio has no types
            f"{self._address}?token={uuid4()}",
            headers={"Cookie": f"{COOKIE_NAME}={self._cookie}", "Origin": self._address},
            transports=["websocket"],
            socketio_path="/_event",
            namespaces=[NAMESPACE],
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self._client.disconnect()

    def forget(self) -> None:
        """Throw away updates that nobody waits for."""
        while not self._updates.empty():
            self._updates.get_nowait()

    async def next_update(self, state: type[rx.State], var: str, *, within: float = 20) -> Any:  # noqa: ANN401
        """Wait for the next update of one var and return its value."""
        return (await self.next_vars(state, var, within=within))[var]

    async def next_vars(
        self, state: type[rx.State], var: str, *, within: float = 20
    ) -> dict[str, Any]:
        """Wait for the next update that has a var and return all vars that came with it."""
        async with asyncio.timeout(within):
            while True:
                update = await self._updates.get()
                changed = update.get("delta", {}).get(state.get_full_name(), {})
                values = {name.split("_rx_state_")[0]: value for name, value in changed.items()}
                if var in values:
                    return values

    async def send(
        self,
        state: type[rx.State],
        handler: str,
        payload: dict[str, object] | None = None,
        *,
        path: str = "/",
    ) -> None:
        """Send an event as the browser's script does."""
        event: dict[str, Any] = {
            "name": f"{state.get_full_name()}.{handler}",
            "payload": payload or {},
            "router_data": {"pathname": path, "asPath": path, "query": {}},
        }
        await self._client.emit("event", event, namespace=NAMESPACE)  # pyright: ignore[reportUnknownMemberType]  # socketio has no types

    async def ask(
        self,
        state: type[rx.State],
        handler: str,
        var: str,
        payload: dict[str, object] | None = None,
    ) -> float:
        """Send an event, wait until its var has come back, and return the milliseconds."""
        began = perf_counter()
        await self.send(state, handler, payload)
        await self.next_update(state, var)
        return (perf_counter() - began) * 1000
