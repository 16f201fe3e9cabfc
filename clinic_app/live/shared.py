"""Many screens on one view share one load per change: the first one asks, the others wait."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from clinic_app.live.hub import Hub
from clinic_app.live.topics import Topic

T = TypeVar("T")

_MOST_VIEWS = 256


class SharedViews:
    """Loads keyed by view, kept while the clinic's topics have not changed.

    Danger: the key must hold everything the result depends on, the role's permissions
    included, or one role would be shown what another may see.
    """

    def __init__(self, hub: Hub) -> None:
        """Share loads among the screens of one hub."""
        self._hub = hub
        self._loads: OrderedDict[tuple[object, ...], tuple[object, asyncio.Task[Any]]] = (
            OrderedDict()
        )

    async def load(
        self,
        organization_id: object,
        topics: tuple[Topic, ...],
        key: tuple[object, ...],
        loader: Callable[[], Awaitable[T]],
        *,
        fresh: bool = False,
    ) -> T:
        """Return the loader's result, from another screen's load of the same version if any.

        fresh: ask again in any case; for a screen that just wrote and wants to read it.
        """
        if not self._hub.connected:
            return await loader()
        version = self._hub.version(organization_id, topics)
        whole_key = (str(organization_id), *key)
        known = self._loads.get(whole_key)
        if fresh or known is None or known[0] != version or _failed(known[1]):
            task: asyncio.Task[T] = asyncio.ensure_future(_run(loader))
            self._loads[whole_key] = (version, task)
        self._loads.move_to_end(whole_key)
        while len(self._loads) > _MOST_VIEWS:
            self._loads.popitem(last=False)
        return await asyncio.shield(self._loads[whole_key][1])


async def _run(loader: Callable[[], Awaitable[T]]) -> T:
    return await loader()


def _failed(task: asyncio.Task[Any]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
