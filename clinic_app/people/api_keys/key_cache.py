"""Remember who acts with which API key until a NOTIFY says that something changed.

As `signed_in_cache` does for sessions, and by the same notification: a revoked key and a changed
clinic are told to everybody. Without the hub's ear every request asks the database.
"""

from collections import OrderedDict
from datetime import datetime

from clinic_app.access.actor import Actor
from clinic_app.kit.clock import now
from clinic_app.kit.tokens import hash_token
from clinic_app.live.hub import Hub
from clinic_app.people.api_keys.find_key import TOUCH_EVERY, FoundKey, find_key

_MOST = 2000


class KeyCache:
    """Who acts with which key, as far as this process knows."""

    def __init__(self, hub: Hub) -> None:
        """Forget all keys whenever the hub hears of a change that may concern them."""
        self._hub = hub
        self._known: OrderedDict[bytes, tuple[FoundKey, datetime]] = OrderedDict()
        self._forgettings = 0
        hub.on_sessions(self._forget)

    async def find(self, key: str) -> Actor | None:
        """Return who acts with the key; asks the database once a minute, which notes the use."""
        place = hash_token(key)
        known = self._known.get(place) if self._hub.connected else None
        if known is not None and _still_good(*known):
            return known[0].actor
        before = self._forgettings
        found = await find_key(key)
        if found is None:
            self._known.pop(place, None)
            return None
        if self._forgettings == before:  # else it may be of before the change
            self._known[place] = (found, now())
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        return found.actor

    def _forget(self, person_id: str | None) -> None:
        if person_id is None:
            self._forgettings += 1
            self._known.clear()


def _still_good(found: FoundKey, asked_at: datetime) -> bool:
    moment = now()
    ended = found.expires_at is not None and found.expires_at <= moment
    return not ended and moment - asked_at < TOUCH_EVERY
